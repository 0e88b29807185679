using System.Globalization;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>An error_page line: statuses, the status in their place, and where the request goes.</summary>
/// <param name="Directive">The line.</param>
/// <param name="Replacement">The status in their place: 0 for that of the page, null for the one there was.</param>
/// <param name="Address">A path, a named location, or an address elsewhere.</param>
internal sealed record ErrorPage(ProxyDirective Directive, int? Replacement, string Address)
{
    /// <summary>The first line for a status; null when there is none.</summary>
    public static ErrorPage? For(IReadOnlyList<ProxyDirective> directives, int status)
    {
        foreach (ProxyDirective directive in directives)
        {
            IReadOnlyList<string> arguments = directive.Arguments;
            if (arguments.Count < 2)
            {
                continue;
            }

            bool replaces = arguments[^2].StartsWith('=');
            IEnumerable<string> statuses = arguments.Take(arguments.Count - (replaces ? 2 : 1));
            if (statuses.Any(s => Number(s) == status))
            {
                return new ErrorPage(directive, replaces ? Number(arguments[^2][1..]) ?? 0 : null, arguments[^1]);
            }
        }

        return null;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
