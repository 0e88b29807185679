namespace ContainerNet.Sources.Engines.Api;

/// <summary>GET /info, as far as the network is concerned.</summary>
internal sealed record InfoReply
{
    public string? ServerVersion { get; init; }

    public bool? LiveRestoreEnabled { get; init; }

    public FirewallDetail? FirewallBackend { get; init; }

    public List<string?>? SecurityOptions { get; init; }

    public List<string?>? Warnings { get; init; }
}
