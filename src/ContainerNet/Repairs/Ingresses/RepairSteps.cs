namespace ContainerNet.Repairs.Ingresses;

/// <summary>What a repair does.</summary>
/// <param name="Way">What is done about the path itself.</param>
internal sealed record RepairSteps(RepairWay Way)
{
    /// <summary>May a redirect be changed on its way back?</summary>
    public bool MayRedirect { get; init; }

    /// <summary>Are redirects changed on their way back?</summary>
    public bool Redirects { get; init; }

    /// <summary>proxy-cookie-path; "" for none.</summary>
    public string CookiePath { get; init; } = "";

    /// <summary>Go annotations that take the headers of WebSockets away?</summary>
    public bool MendsHeaders { get; init; }

    /// <summary>Paths beside that of the application.</summary>
    public IReadOnlyList<(string Path, string Type)> Extra { get; init; } = [];

    /// <summary>These, and what else is needed for what is not had; null when nothing more can be done about it.</summary>
    public RepairSteps? With(IReadOnlyList<UnmetNeed> unmet, VisitPlace place, IReadOnlyList<string> cookies, bool crossesPrefix)
    {
        RepairSteps steps = this;
        foreach (UnmetNeed need in unmet)
        {
            bool isInside = place.Prefix.Length > 0 && place.Holds(need.Path);
            RepairSteps? next = need.Kind switch
            {
                NeedKind.Page => null,
                NeedKind.Cookie => steps with { CookiePath = CookieSetting(place, cookies, crossesPrefix || steps.Extra.Count > 0) },
                NeedKind.WebSocketHeader => steps with { MendsHeaders = true },
                NeedKind.Redirect when MayRedirect => steps with { Redirects = true },
                _ => isInside || place.Prefix.Length == 0 ? null : steps with { Extra = WithPath(steps.Extra, ExtraOf(need)) },
            };
            if (next is null)
            {
                return null;
            }

            steps = next;
        }

        return steps.Extra.Count > 12 || steps.IsSame(this) ? null : steps;
    }

    private bool IsSame(RepairSteps other) => Redirects == other.Redirects && CookiePath == other.CookiePath && MendsHeaders == other.MendsHeaders
        && Extra.SequenceEqual(other.Extra);

    private static IReadOnlyList<(string Path, string Type)> WithPath(IReadOnlyList<(string Path, string Type)> extra, (string Path, string Type) path)
    {
        bool Covered((string Path, string Type) by, string other) => by.Type == "Prefix" && (other == by.Path || other.StartsWith(by.Path + "/", StringComparison.Ordinal));
        return extra.Any(e => e == path || Covered(e, path.Path)) ? extra : [.. extra.Where(e => path.Type != "Prefix" || !Covered(path, e.Path)), path];
    }

    /// <summary>Of assets the first folder, for what is below it carries versions; a file in the root by itself; of all else the path.</summary>
    private (string Path, string Type) ExtraOf(UnmetNeed need)
    {
        string path = need.Path.Split('?')[0].TrimEnd('/');
        bool isPattern = Way is RepairWay.Capture or RepairWay.CaptureBeside;
        return path.Length == 0 ? isPattern ? ("/$", "ImplementationSpecific") : ("/", "Exact")
            : need.Kind != NeedKind.Asset ? (path, "Prefix")
            : path.IndexOf('/', 1) is > 0 and int end ? (path[..end], "Prefix") : (path, "Exact");
    }

    /// <summary>One path becomes the prefix; where requests outside of it need the cookie, or there are several, a pattern takes all of it.</summary>
    private static string CookieSetting(VisitPlace place, IReadOnlyList<string> cookies, bool isForAll)
    {
        string to = isForAll || place.Prefix.Length == 0 ? "/" : place.Prefix;
        string shortest = cookies.OrderBy(c => c.Length).First();
        string from = cookies.All(c => c.StartsWith(shortest, StringComparison.Ordinal)) ? shortest : "/";
        return to == "/" || cookies.Count > 1 ? $"~{from} {to}" : $"{from} {to}";
    }
}
