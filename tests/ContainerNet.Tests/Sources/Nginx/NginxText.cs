using System.Text;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Configurations as text, for tests.</summary>
internal static class NginxText
{
    public static NginxFile Parse(string text) => NginxParser.Parse("/etc/nginx/nginx.conf", Encoding.UTF8.GetBytes(text));

    /// <summary>Everything of a tree but the lines, to compare trees by.</summary>
    public static string Shape(IReadOnlyList<NginxDirective> directives) => string.Concat(directives.Select(d =>
        $"<{string.Join('|', d.Words.Select(w => $"{w.Value}~{w.Written}"))}{(d.Script is null ? "" : $" lua:{d.Script}")}{(d.Block is null ? "" : $"[{Shape(d.Block)}]")}>"));

    /// <summary>The proxy of a main file.</summary>
    public static Proxy Read(string text, Version? version = null) => NginxReader.Read(
        new ScriptedHost().With("/etc/nginx/nginx.conf", text), new NginxPlace { Version = version ?? new Version(1, 26, 3) });

    /// <summary>The proxy of what stands in `http`.</summary>
    public static Proxy ReadHttp(string text, Version? version = null) => Read($"events {{}}\nhttp {{\n{text}\n}}\n", version);
}
