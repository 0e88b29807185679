namespace ContainerNet.Checks.Visits;

/// <summary>An answer of an application of tests.</summary>
internal sealed record AppReply(int Status, string Body = "", string Type = "text/html; charset=utf-8")
{
    public string[] Headers { get; init; } = [];

    public bool IsEndless { get; init; }

    public static AppReply NotFound { get; } = new(404, "no such page", "text/plain");

    public static AppReply Upgraded { get; } = new(101);

    public static AppReply To(string address) => new(302) { Headers = [$"Location: {address}"] };

    public static AppReply Script(string text) => new(200, text, "text/javascript");
}
