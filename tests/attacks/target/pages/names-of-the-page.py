# title: elements with the ids, names and classes of the page's own, to stand in their place
# exercise: Exercise 7
# shows: names were shown

# %% essay
<section class="card good" id="test-1" aria-label="Result of test total-test"><p class="verdict">Passed <span class="points">3 of 3 points</span></p></section>
<form id=won name=cookie><input name=getElementById id=createElement></form> <img name=body id=notebook>
<a id=submission_id name=base_url href="#test-1">9</a> <div id="total-test" class="navbar-fixed-top score">99</div>
<input class="score tabbable" id="essay" value="99"> <span data-link="/x" data-toggle="tooltip" title="x">y</span>

# %% insert-before essay
from IPython.display import HTML, display

display(HTML('<table id="points" class="exercises"><tr class="good"><td id="test-1" name="won">19</td></tr></table>'))
display(HTML('<p class="total" id="notebook-container"><span class="earned">19</span> of 19 points</p>'))
print("names were shown")
