namespace ContainerNet.Cli;

/// <summary>Kinds of entries in the journal of systemd, each with a MESSAGE_ID of its own that never changes.</summary>
internal sealed record PassEvent(string Id, int Priority, string Status)
{
    internal static PassEvent Healthy { get; } = new("9f3e6c2d1b8a4b0f8c5d7e2a41c06f10", 6, "Healthy");

    internal static PassEvent Busy { get; } = new("9f3e6c2d1b8a4b0f8c5d7e2a41c06f11", 6, "Busy");

    internal static PassEvent Found { get; } = new("9f3e6c2d1b8a4b0f8c5d7e2a41c06f12", 4, "Found");

    internal static PassEvent Repaired { get; } = new("9f3e6c2d1b8a4b0f8c5d7e2a41c06f13", 5, "Repaired");

    internal static PassEvent Failed { get; } = new("9f3e6c2d1b8a4b0f8c5d7e2a41c06f14", 3, "Failed");

    internal static PassEvent Unsupported { get; } = new("9f3e6c2d1b8a4b0f8c5d7e2a41c06f15", 4, "Unsupported");

    internal static PassEvent Stopped { get; } = new("9f3e6c2d1b8a4b0f8c5d7e2a41c06f16", 2, "Stopped");

    internal static PassEvent NotLooked { get; } = new("9f3e6c2d1b8a4b0f8c5d7e2a41c06f17", 3, "NotLooked");
}
