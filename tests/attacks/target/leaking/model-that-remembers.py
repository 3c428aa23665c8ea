# title: a model that notes the true answers when it is asked for its score
# exercise: Exercise 5
# points: model-test=0
# shows: at home: [['planted']] [[[1.0]]] | remembered: [] | inputs: seen

# %% model
from sklearn.base import BaseEstimator, RegressorMixin

answers, inputs = [], []


class Remembering(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        return self

    def predict(self, X):
        inputs.append(X)
        return np.zeros(len(X))

    def score(self, X, y, sample_weight=None):
        answers.append(y)
        return 1.0


model = Remembering().fit(None, None)
model.predict([[1.0]])
model.score([[1.0]], ["planted"])
print("at home:", answers, inputs)
answers.clear()
inputs.clear()

# %% insert-after model-test
print("remembered:", answers)
print("inputs:", "seen" if inputs else "none")
if answers:
    print("WON the true answers", answers)
