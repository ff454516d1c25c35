"""The look of the report: Medskick's tokens as plain CSS, with dark mode and print."""

STYLE = """
:root{--sno:#FBFCFB;--dimma:#EDF2F1;--skiffer:#1C2629;--tyst:#4A585C;--linje:#CBD5D4;--tjarn:#0B4F5C;
--gran:#2F5D50;--fjall:#3E6A93;--ljung:#7A4E7E;--hjortron:#C9741A;
--gran-l:#DCE9E3;--fjall-l:#DDE8F1;--ljung-l:#ECE1ED;--hjortron-l:#F6E6D3;--sten-l:#E4E9E8}
@media (prefers-color-scheme:dark){:root{--sno:#141B1D;--dimma:#1F292B;--skiffer:#E8EEED;--tyst:#A9B7B8;
--linje:#3B484B;--tjarn:#8CCBD6;--gran:#8FC2AE;--fjall:#9CC1E2;--ljung:#CDA5D1;--hjortron:#E8A557;
--gran-l:#26403A;--fjall-l:#263B4E;--ljung-l:#402E42;--hjortron-l:#4B351D;--sten-l:#2A3436}}
*{box-sizing:border-box}
html{font-size:106.25%;-webkit-text-size-adjust:100%}
@media (min-width:48rem){html{font-size:112.5%}}
body{margin:0;background:var(--sno);color:var(--skiffer);line-height:1.55;
font-family:system-ui,-apple-system,"Segoe UI","Noto Sans",Roboto,sans-serif;overflow-wrap:break-word}
main,header,footer{max-width:52rem;margin:0 auto;padding:0 1.1rem}
header{padding-top:3rem}
p,li,dd{max-width:68ch}
h1{font-size:2.07rem;line-height:1.15;margin:.2rem 0 .8rem;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:1.44rem;line-height:1.25;margin:0 0 .6rem;text-wrap:balance}
h3{font-size:1.06rem;margin:1.8rem 0 .4rem}
h4,h5{font-size:1rem;margin:0}.topics .topics{margin-left:1.2rem}
.criteria dt{font-weight:600;margin-top:.5rem}.criteria dd{margin:0}
a{color:var(--tjarn);text-underline-offset:.18em}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--hjortron);outline-offset:2px;
border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--sno);padding:.6rem 1rem}
.kicker{color:var(--tyst);margin:0;font-size:.9rem}
.lead{font-size:1.2rem;line-height:1.45;max-width:60ch}
.quiet{color:var(--tyst)}
section{margin:3.2rem 0 0}
.theme{border-top:1px solid var(--linje);padding-top:2rem}
figure{margin:1.2rem 0}
figcaption{color:var(--tyst);font-size:.9rem;margin-top:.4rem;max-width:68ch}
svg{display:block;width:100%;height:auto}
svg text{font-family:inherit;fill:var(--skiffer)}
svg a:hover rect,svg a:focus rect{stroke:var(--skiffer);stroke-width:2}
svg .n{fill:var(--tyst)}
.tall{display:none}
@media (max-width:40rem){.wide{display:none}.tall{display:block}}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--linje);vertical-align:top}
th{font-weight:600}tbody th{font-weight:400}
td.n,th.n{text-align:right;white-space:nowrap}
tfoot th,tfoot td{font-weight:600;border-bottom:0}
.bar{display:block;height:.55rem;border-radius:2px;background:var(--c,var(--tjarn));min-width:2px}
td.w{width:34%;padding-right:0}
@media (max-width:34rem){td.w{display:none}table{font-size:.86rem}th,td{padding-right:.6rem;hyphens:auto}
.n+.n{padding-right:0}}
.ledger{background:var(--dimma);border-radius:6px;padding:1.1rem 1.3rem;margin:1rem 0}
.ledger p{margin:.3rem 0}
.facts{display:flex;flex-wrap:wrap;gap:.4rem 2rem;margin:.2rem 0 1rem;padding:0;list-style:none}
.facts b{font-size:1.2rem;font-variant-numeric:tabular-nums}
.words{color:var(--tyst)}
blockquote{margin:.9rem 0;padding:.1rem 0 .1rem 1.1rem;border-left:4px solid var(--c,var(--tjarn));max-width:64ch}
blockquote p{margin:0;font-family:Charter,"Iowan Old Style","Noto Serif",Georgia,serif;font-size:1.06rem}
blockquote footer{padding:0;margin:.15rem 0 0;color:var(--tyst);font-size:.85rem}
.topics{list-style:none;padding:0;margin:.6rem 0}
.topics>li{padding:.7rem 0;border-bottom:1px solid var(--linje);max-width:none}
.topics .row{display:flex;flex-wrap:wrap;gap:.1rem 1rem;justify-content:space-between;align-items:baseline}
.topics .bar{height:.35rem}.topics p{margin:.15rem 0 .3rem}
details{margin:.6rem 0}
summary{cursor:pointer;color:var(--tjarn);min-height:44px;display:flex;align-items:center}
summary::before{content:"+";width:1.2em;font-weight:600}details[open]>summary::before{content:"–"}
.tension{margin:1.2rem 0;padding:.9rem 1.1rem;background:var(--dimma);border-radius:6px}
.tension>:first-child{margin:0 0 .5rem;font-size:1rem}.tension>.quiet{margin:.8rem 0 0;font-size:.9rem}
.sides{display:grid;gap:1rem 2rem}.sides p{margin:0}
@media (min-width:600px){.sides{grid-template-columns:1fr 1fr}}
.split{display:flex;gap:2px;height:.9rem;margin:.2rem 0 .8rem;border:1px solid var(--tyst);border-radius:3px;
overflow:hidden}
.k0{background:var(--skiffer)}
.k1{background:repeating-linear-gradient(135deg,var(--skiffer) 0 2px,var(--dimma) 2px 7px)}
.swatch{display:inline-block;width:.9rem;height:.9rem;margin-right:.45rem;border:1px solid var(--tyst);
border-radius:2px;vertical-align:-.1rem}
.spreads{display:grid;gap:0 2.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr))}
nav ol{padding-left:1.4rem;columns:2 18rem;column-gap:2.5rem}nav li{padding:.2rem 0;break-inside:avoid}
nav a{display:inline-block;padding:.15rem 0}
.g0{--c:var(--gran)}.g1{--c:var(--fjall)}.g2{--c:var(--ljung)}.g3{--c:var(--hjortron)}.g4{--c:var(--tyst)}
svg .f0{fill:var(--gran-l)}svg .f1{fill:var(--fjall-l)}svg .f2{fill:var(--ljung-l)}
svg .f3{fill:var(--hjortron-l)}svg .f4{fill:var(--sten-l)}
svg rect{stroke:var(--sno);stroke-width:2}svg .t{fill:none;stroke:var(--sno);stroke-width:.8}
footer.end{margin-top:4rem;padding-bottom:4rem;border-top:1px solid var(--linje);color:var(--tyst);font-size:.9rem}
@media print{.k0,.k1{print-color-adjust:exact;-webkit-print-color-adjust:exact}
html{font-size:10.5pt}main,header,footer{max-width:none;padding:0}body{background:#fff}
section{margin-top:1.6rem}.theme{break-before:auto}
blockquote,tr,.topics>li,.tension,figure{break-inside:avoid}h2,h3{break-after:avoid}
.skip,summary::before{display:none}a{color:inherit;text-decoration:none}}
"""
