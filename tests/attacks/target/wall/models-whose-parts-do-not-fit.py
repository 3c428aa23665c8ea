# title: answers with models whose layers, centres and coefficients have other sizes than they say
# exercise: Exercise 5
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, rescale-public=error, rescale-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: twins: 1 of 1 | refused: ax kinds model rescale summary total | said: ax kinds model rescale summary total
# peers: no

# %% total
from autograder.answers.decoder import decode
from autograder.answers.frames import BrokenFrame, Frame, send
from autograder.answers.shelf import Shelf

def parts(name, *pairs):
    return {"estimator": name, "parts": [list(pair) for pair in pairs]}


def array(*shape):
    return {"array": "<f8", "shape": list(shape), "buffer": 0}


answers = {
    "total": (parts("MLPRegressor", ["coefs_", {"list": [array(1, 8)]}], ["n_layers_", 10**9],
                    ["intercepts_", {"list": []}], ["n_features_in_", 1]), bytes(64)),
    "kinds": (parts("KMeans", ["cluster_centers_", array(1, 9)], ["n_features_in_", 1]), bytes(72)),
    "rescale": (parts("PolynomialFeatures", ["n_features_in_", 10**6], ["_min_degree", 0],
                      ["_max_degree", 30], ["n_output_features_", 5]),),
    "ax": (parts("OneHotEncoder", ["categories_", {"list": [array(2)]}],
                 ["n_features_in_", 99]), bytes(16)),
    "model": (parts("LinearRegression", ["coef_", array(5)], ["intercept_", 0.5],
                    ["n_features_in_", 1]), bytes(40)),
    "summary": (parts("PCA", ["components_", array(2, 2)], ["mean_", array(3)]), bytes(32)),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    (parts("LinearRegression", ["coef_", array(1)], ["intercept_", 0.5], ["n_features_in_", 1]),
     bytes(8)),
]
print("twins:", sum(decodes(*each) for each in twins), "of", len(twins))
print("refused:", *sorted(name for name, each in answers.items() if not decodes(*each)))
genuine, said = Shelf._serve, []


def serve(shelf, frame):
    asked = frame.tree
    name = asked.get("name")
    if asked["op"] == "fetch" and name in answers:
        said.append(name)
        tree, *buffers = answers[name]
        send(shelf._channel, Frame({"seq": asked["seq"], "ok": tree}, tuple(buffers)))
    else:
        genuine(shelf, frame)


Shelf._serve = serve

# %% insert-after summary-test
print("said:", *sorted(set(said)))
