# title: an AST transformer turns every assert into nothing
# exercise: Exercise 1
# points: total-test=0
# shows: this cell lost its assert

# %% total
import ast

total = 1


class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)


get_ipython().ast_transformers.append(NoAsserts())

# %% insert-after total-test
assert total == 0, "this line was left in"
print("this cell lost its assert")
