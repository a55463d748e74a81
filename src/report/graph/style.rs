//! The colours of a map, light and dark, each legible on its ground; no variables, so that converters understand them.

use crate::quantity::Index;
use crate::report::graph::chart::Chart;

/// Makes the lines of a box strong while a pointer is on it or a link leads to it.
pub(super) fn lines_of_boxes(chart: &Chart) -> String {
    let mut rules = String::from("\n");
    for id in chart.nodes.ids() {
        if chart
            .edges
            .iter()
            .any(|edge| edge.from == id || edge.to == id)
        {
            let n = id.place();
            rules.push_str(&format!(
                ".firebell-map:has(.b{n}:hover, .b{n}:target) .n{n} {{ stroke-width: 4; stroke-opacity: 1; }}\n"
            ));
        }
    }
    rules
}

/// What every picture carries with it. All rules are bound to the root's class, so that several pictures fit into one page.
pub(super) const STYLE: &str = "
.firebell-map { font-family: system-ui, sans-serif; }
.firebell-map text { fill: #1b2430; font-size: 11px; }
.firebell-map .heading { font-size: 21px; font-weight: 600; }
.firebell-map .subtitle { font-size: 13px; fill: #55606e; }
.firebell-map .band-name { font-size: 14px; font-weight: 600; letter-spacing: 0.06em; }
.firebell-map .box-title { font-size: 13px; font-weight: 600; }
.firebell-map .box-owner { font-size: 12px; }
.firebell-map .box-note { font-size: 11px; fill: #55606e; }
.firebell-map .page { fill: #ffffff; }
.firebell-map .band-prevention { fill: #f7f2e6; }
.firebell-map .band-response { fill: #edf3fb; }
.firebell-map .band-recovery { fill: #eaf6ee; }
.firebell-map .incident { fill: none; stroke: #b42318; stroke-width: 2.5; }
.firebell-map text.incident-name { fill: #b42318; font-size: 13px; font-weight: 600; letter-spacing: 0.06em; }
.firebell-map .prevention .shape { fill: #fffdf8; stroke: #a57a22; }
.firebell-map .response .shape { fill: #ffffff; stroke: #2a66ad; }
.firebell-map .recovery .shape { fill: #ffffff; stroke: #23804f; }
.firebell-map .inject .shape { fill: #fdf1f8; stroke: #b8276f; }
.firebell-map .objective .shape { fill: #fffbe8; stroke: #8a6d00; }
.firebell-map text.prevention { fill: #7d5a10; }
.firebell-map text.response { fill: #1d4f8c; }
.firebell-map text.recovery { fill: #17663d; }
.firebell-map .shape { stroke-width: 1.5; }
.firebell-map .on-demand .shape, .firebell-map .hidden .shape { stroke-dasharray: 7 4; }
.firebell-map .critical .shape { stroke-width: 3; }
.firebell-map g.node:target .shape { stroke-width: 4; }
.firebell-map .tag { fill: #ffffff; stroke: #55606e; stroke-width: 1; }
.firebell-map .badge { fill: #1b2430; stroke: none; }
.firebell-map text.badge-words { fill: #ffffff; font-weight: 600; }
.firebell-map .line { fill: none; stroke: #4d5866; stroke-width: 1.6; }
.firebell-map .line:hover { stroke-width: 4; stroke-opacity: 1; }
.firebell-map .head { fill: #4d5866; stroke: none; }
.firebell-map .implied { stroke-width: 1.2; stroke-opacity: 0.35; }
.firebell-map .head.implied { fill-opacity: 0.45; }
.firebell-map .line.fallback { stroke: #c2410c; stroke-dasharray: 8 4; }
.firebell-map .head.fallback { fill: #c2410c; }
.firebell-map .line.calls { stroke: #7435d8; stroke-dasharray: 2 4; stroke-width: 2; }
.firebell-map .head.calls { fill: #7435d8; }
.firebell-map .line.reopens { stroke: #7435d8; stroke-dasharray: 9 3 2 3; }
.firebell-map .head.reopens { fill: #7435d8; }
.firebell-map .line.triggers, .firebell-map .line.expects { stroke: #b8276f; stroke-dasharray: 4 3; }
.firebell-map .head.triggers, .firebell-map .head.expects { fill: #b8276f; }
.firebell-map .line.measures { stroke: #8a6d00; stroke-dasharray: 1 4; stroke-linecap: round; stroke-width: 2; }
.firebell-map .head.measures { fill: #8a6d00; }
@media (prefers-color-scheme: dark) {
.firebell-map text { fill: #e7ebf1; }
.firebell-map .subtitle, .firebell-map .box-note { fill: #a9b3c0; }
.firebell-map .page { fill: #12161c; }
.firebell-map .band-prevention { fill: #241f15; }
.firebell-map .band-response { fill: #16202d; }
.firebell-map .band-recovery { fill: #13231a; }
.firebell-map .incident { stroke: #ff8a7a; }
.firebell-map text.incident-name { fill: #ff8a7a; }
.firebell-map .prevention .shape { fill: #2b2518; stroke: #d8ac55; }
.firebell-map .response .shape { fill: #1c2836; stroke: #74abea; }
.firebell-map .recovery .shape { fill: #1a2d22; stroke: #62c591; }
.firebell-map .inject .shape { fill: #331c29; stroke: #f07fb6; }
.firebell-map .objective .shape { fill: #2c2712; stroke: #dfc04a; }
.firebell-map text.prevention { fill: #e2bd70; }
.firebell-map text.response { fill: #8fbdf2; }
.firebell-map text.recovery { fill: #7fd6a7; }
.firebell-map .tag { fill: #12161c; stroke: #a9b3c0; }
.firebell-map .badge { fill: #e7ebf1; }
.firebell-map text.badge-words { fill: #12161c; }
.firebell-map .line { stroke: #a3aebb; }
.firebell-map .head { fill: #a3aebb; }
.firebell-map .line.fallback { stroke: #fb9a55; }
.firebell-map .head.fallback { fill: #fb9a55; }
.firebell-map .line.calls, .firebell-map .line.reopens { stroke: #b99cff; }
.firebell-map .head.calls, .firebell-map .head.reopens { fill: #b99cff; }
.firebell-map .line.triggers, .firebell-map .line.expects { stroke: #f07fb6; }
.firebell-map .head.triggers, .firebell-map .head.expects { fill: #f07fb6; }
.firebell-map .line.measures { stroke: #dfc04a; }
.firebell-map .head.measures { fill: #dfc04a; }
}
";
