namespace ContainerNet.Checks.Visits;

/// <summary>A request at an application of tests.</summary>
internal sealed record AppRequest(string Target, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public string Path => Target.Split('?')[0];

    public bool IsUpgrade => Header("Upgrade") == "websocket";

    public bool HasCookie(string cookie) => Header("Cookie").Split("; ").Contains(cookie);

    public string Header(string name) => Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    public static AppRequest Parse(string text)
    {
        string[] lines = text.Split("\r\n");
        return new AppRequest(lines[0].Split(' ')[1],
            [.. lines.Skip(1).Where(l => l.Contains(':', StringComparison.Ordinal)).Select(l => new KeyValuePair<string, string>(l.Split(':')[0], l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))]);
    }
}
