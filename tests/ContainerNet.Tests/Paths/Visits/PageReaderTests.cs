using ContainerNet.Model.Visits;

namespace ContainerNet.Paths.Visits;

public sealed class PageReaderTests
{
    [Theory]
    [InlineData("""<script src="/a.js"></script>""", "Script /a.js")]
    [InlineData("""<SCRIPT SRC=/a.js?x=1&amp;y=2></SCRIPT>""", "Script /a.js?x=1&y=2")]
    [InlineData("""<script type=module src='./m.js'></script><script type="application/json">"/no.js"</script>""", "Module ./m.js")]
    [InlineData("""<link rel="stylesheet preload" href=a.css><link rel='alternate stylesheet' href=b.css><link rel=canonical href=/c>""", "Style a.css")]
    [InlineData("""<link rel="icon" href="i.png"><link rel=manifest href=m.json><link rel=preload href=f.woff2><link rel=modulepreload href=n.js>""", "Icon i.png, Manifest m.json, Preload f.woff2, Module n.js")]
    [InlineData("""<img src=a.png srcset="b.png 1x, c.png 2x"><iframe src="/f"></iframe>""", "Image a.png, Image b.png, Image c.png, Frame /f")]
    [InlineData("""<!-- <img src=no.png> --><textarea><img src=no.png></textarea><img src = "yes.png"/>""", "Image yes.png")]
    [InlineData("""<style>@import "i.css"; body { background: url( 'b.png' ) }</style>""", "Style i.css, StylePart b.png")]
    [InlineData("""<script>const s = "<img src=no.png>"; new WebSocket("/ws")</script><img src=a.png>""", "WebSocket /ws, Image a.png")]
    [InlineData("""<a href="/x">1 < 2</a><img alt=">" src=a.png""", "Image a.png")]
    public void Page_NamesWhatABrowserAsksFor(string html, string expected) =>
        Assert.Equal(expected, string.Join(", ", PageReader.Read(html).References.Select(r => $"{r.Kind} {r.Address}")));

    [Fact]
    public void Base_IsTheFirstOne() => Assert.Equal("/app/", PageReader.Read("<base href=/app/><base href=/other/>").Base);

    [Theory]
    [InlineData("new WebSocket('wss://shop.test/ws')", "WebSocket wss://shop.test/ws")]
    [InlineData("new WebSocket(`${proto}//${location.host}/ws`)", "WebSocket /ws")]
    [InlineData("new WebSocket((location.protocol === \"https:\" ? \"wss://\" : \"ws://\") + location.host + \"/live?x=1\", [\"v1\"])", "WebSocket /live?x=1")]
    [InlineData("new WebSocket(url); new WebSocket(\"ws://\" + host)", "")]
    [InlineData("new EventSource('events'); fetch(\"/api/me\", { method: 'GET' }); prefetch('/no')", "EventStream events, Data /api/me")]
    [InlineData("fetch('/api/' + id); fetch(`/api/${id}`)", "")]
    public void Script_NamesWhatIsPlain(string script, string expected) =>
        Assert.Equal(expected, string.Join(", ", ScriptReader.Read(script, isModule: false).Select(r => $"{r.Kind} {r.Address}")));

    [Fact]
    public void Module_NamesItsImports() => Assert.Equal(
        ["./a.js", "/b.js", "../c.js", "./d.js"],
        ScriptReader.Read("import x, { y } from \"./a.js\"; import '/b.js'; export * from '../c.js'; const d = await import('./d.js'); import z from 'bare';", isModule: true)
            .Where(r => r.Kind == VisitKind.Module).Select(r => r.Address).OrderBy(a => a[^4]));

    [Theory]
    [InlineData("<")]
    [InlineData("<a ")]
    [InlineData("<img src=\"")]
    [InlineData("<script>new WebSocket(")]
    [InlineData("<style>url(")]
    [InlineData("<!--")]
    [InlineData("<img srcset=\"a, ")]
    public async Task PageWithoutEnd_IsReadInTime(string piece)
    {
        string html = string.Concat(Enumerable.Repeat(piece, (1 << 20) / piece.Length));

        await Task.Run(() => PageReader.Read(html)).WaitAsync(TimeSpan.FromSeconds(20));
    }
}
