using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Ingresses;

/// <summary>HTTPRoutes of the Gateway API (gateway.networking.k8s.io/v1).</summary>
internal static class RouteNode
{
    /// <summary>Filters that change neither who answers nor the path.</summary>
    private static readonly HashSet<string> s_harmless = ["RequestHeaderModifier", "ResponseHeaderModifier", "RequestMirror", "CORS"];

    /// <summary>An HTTPRoute.</summary>
    public static HttpRoute Route(YamlMapping resource, string space, string name) => new()
    {
        Namespace = space,
        Name = name,
        Place = resource.Start,
        CreatedAt = resource.CreatedAt(),
        Hosts = [.. resource.Map("spec")?.Texts("hostnames") ?? []],
        Rules = [.. (resource.Map("spec")?.Maps("rules") ?? []).Select(r => Rule(r, space))],
    };

    private static HttpRouteRule Rule(YamlMapping rule, string space)
    {
        HttpPathModifier? rewrite = null;
        HttpRedirect? redirect = null;
        List<string> others = [];
        foreach (YamlMapping filter in rule.Maps("filters"))
        {
            string type = filter.Text("type") ?? "";
            if (type == "URLRewrite")
            {
                rewrite = Modifier(filter.Map("urlRewrite")?.Map("path"));
            }
            else if (type == "RequestRedirect" && filter.Map("requestRedirect") is { } to)
            {
                redirect = new HttpRedirect(to.Text("scheme"), to.Text("hostname"), to.Number("port"), Modifier(to.Map("path")), to.Number("statusCode") ?? 302);
            }
            else if (!s_harmless.Contains(type))
            {
                others.Add(ToolText.Clean(type));
            }
        }

        return new HttpRouteRule
        {
            Place = rule.Start,
            Matches = [.. rule.Maps("matches").Select(Match)],
            Backends = [.. rule.Maps("backendRefs").Where(b => b.Number("weight") != 0)
                .Select(b => $"{b.Text("namespace") ?? space}/{b.Text("name")}:{b.Number("port")}")],
            Rewrite = rewrite,
            Redirect = redirect,
            OtherFilters = others,
        };
    }

    private static HttpRouteMatch Match(YamlMapping match)
    {
        YamlMapping? path = match.Map("path");
        string type = path?.Text("type") ?? "PathPrefix";
        return new HttpRouteMatch
        {
            Place = (path ?? match).Start,
            PathType = type is "Exact" or "PathPrefix" or "RegularExpression" ? type
                : throw YamlText.Fault(path!["type"]!.Start, $"a path is of type Exact, PathPrefix or RegularExpression, and not {ToolText.Clean(type)}"),
            Path = path?.Text("value") ?? "/",
            Method = match.Text("method"),
            Headers = [.. match.Maps("headers").Select(Pair)],
            Parameters = [.. match.Maps("queryParams").Select(Pair)],
        };
    }

    private static KeyValuePair<string, string?> Pair(YamlMapping pair) =>
        new(pair.Text("name") ?? "", pair.Text("type") is null or "Exact" ? pair.Text("value") ?? "" : null);

    private static HttpPathModifier? Modifier(YamlMapping? path) => path?.Text("type") switch
    {
        "ReplaceFullPath" => new HttpPathModifier(false, path!.Text("replaceFullPath") ?? "/"),
        "ReplacePrefixMatch" => new HttpPathModifier(true, path!.Text("replacePrefixMatch") ?? "/"),
        _ => null,
    };
}
