using System.Text.RegularExpressions;
using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Says with annotations what a snippet says that the controller does not take.</summary>
internal static partial class SnippetWay
{
    /// <summary>The annotations in the place of a snippet that is refused or passed over; null without such a snippet.</summary>
    /// <param name="ingress">The Ingress.</param>
    /// <param name="settings">How the controller is set.</param>
    /// <param name="rest">Lines that no annotation says.</param>
    public static IReadOnlyDictionary<string, string>? Replace(Ingress ingress, ControllerSettings settings, out IReadOnlyList<string> rest)
    {
        List<string> left = [];
        rest = left;
        string name = $"{settings.AnnotationsPrefix}/configuration-snippet";
        if (IngressOptions.Of(ingress, settings).Issues.FirstOrDefault(i => i.Annotation.Name == name) is not { } issue)
        {
            return null;
        }

        Dictionary<string, string> annotations = new(StringComparer.Ordinal);
        foreach (string line in Comment().Replace(issue.Annotation.Value, "").Split(';', '\n').Select(l => Spaces().Replace(l.Trim(), " ")).Where(l => l.Length > 0))
        {
            if (!Take(annotations, line))
            {
                left.Add(line);
            }
        }

        return annotations;
    }

    private static bool Take(Dictionary<string, string> annotations, string line)
    {
        string[] words = line.Split(' ');
        switch (words)
        {
            case ["proxy_redirect", var from, var to] when from[0] != '~':
                annotations["proxy-redirect-from"] = from;
                annotations["proxy-redirect-to"] = to;
                return true;
            case ["proxy_cookie_path", var from, var to]:
                annotations["proxy-cookie-path"] = $"{from} {to}";
                return true;
            case ["proxy_read_timeout" or "proxy_send_timeout" or "proxy_connect_timeout", var time] when time.TrimEnd('s').All(char.IsAsciiDigit):
                annotations[words[0].Replace('_', '-')] = time.TrimEnd('s');
                return true;
            case ["proxy_set_header", "X-Forwarded-Prefix", var prefix]:
                annotations["x-forwarded-prefix"] = prefix.Trim('"', '\'');
                return true;
            case ["rewrite", _, var target, "break"]:
                annotations["rewrite-target"] = target;
                return true;

            // The controller always writes these.
            case ["proxy_set_header", "Upgrade", "$http_upgrade"] or ["proxy_set_header", "Connection", _] or ["proxy_http_version", "1.1"]
                or ["proxy_set_header", "Host", "$host" or "$http_host"]:
                return true;
            default:
                return false;
        }
    }

    [GeneratedRegex(@"#[^\n]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
