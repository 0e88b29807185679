namespace ContainerNet.Paths;

/// <summary>The colours and fonts of pictures of paths. Class names begin with "cnp-", because the style of a picture that is
/// part of a page holds for the whole page.</summary>
internal static class SvgStyle
{
    /// <summary>The style element. No fonts or files are fetched; the dark half holds where the reader's page is dark.</summary>
    public const string Element = """
        <style>
        .cnp text{font:12px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;white-space:pre}
        .cnp .cnp-head{font:600 16px system-ui,'DejaVu Sans',sans-serif}
        .cnp .cnp-say,.cnp .cnp-note{font:13px system-ui,'DejaVu Sans',sans-serif}
        .cnp .cnp-place{font:600 13px system-ui,'DejaVu Sans',sans-serif}
        .cnp .cnp-pill{font:600 12px system-ui,'DejaVu Sans',sans-serif;text-anchor:middle;fill:#fff}
        .cnp .cnp-back{fill:#fff}
        .cnp .cnp-card{fill:#f6f8fa;stroke:#d0d7de}
        .cnp .cnp-alarm{fill:#ffebe9;stroke:#cf222e}
        .cnp .cnp-doubt{fill:#fff8c5;stroke:#9a6700}
        .cnp text{fill:#1f2328}
        .cnp .cnp-dim,.cnp .cnp-note{fill:#59636e}
        .cnp .cnp-end{text-anchor:end}
        .cnp .cnp-ghost{stroke-dasharray:4 4}
        .cnp .cnp-new{fill:#0550ae}
        .cnp .cnp-rail{stroke:#afb8c1;stroke-width:2;fill:none}
        .cnp .cnp-good{fill:#1a7f37}
        .cnp .cnp-bad{fill:#cf222e}
        .cnp .cnp-odd{fill:#9a6700}
        .cnp .cnp-cross{stroke:#fff;stroke-width:2;fill:none}
        @media (prefers-color-scheme:dark){
        .cnp .cnp-back{fill:#0d1117}
        .cnp .cnp-card{fill:#161b22;stroke:#3d444d}
        .cnp .cnp-alarm{fill:#3c1618;stroke:#f85149}
        .cnp .cnp-doubt{fill:#2e2611;stroke:#d29922}
        .cnp text{fill:#e6edf3}
        .cnp .cnp-dim,.cnp .cnp-note{fill:#9198a1}
        .cnp .cnp-new{fill:#79c0ff}
        .cnp .cnp-rail{stroke:#59636e}
        .cnp .cnp-good{fill:#238636}
        .cnp .cnp-bad{fill:#da3633}
        .cnp .cnp-odd{fill:#9e6a03}
        .cnp text.cnp-bad{fill:#ff7b72}
        .cnp text.cnp-odd{fill:#e3b341}
        .cnp .cnp-pill{fill:#fff}
        }
        </style>
        """;
}
