namespace ContainerNet.Model;

/// <summary>The settings of a firewalld zone on one side, run-time or permanent.</summary>
public sealed record ZoneSettings
{
    /// <summary>default, ACCEPT, DROP or %%REJECT%%.</summary>
    public string Target { get; init; } = "default";

    /// <summary>Interfaces bound to it.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>Source ranges bound to it.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Open ports, as "8080/tcp" or "8000-8100/udp".</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>Open services by name.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The ports that those services stand for, as far as they were read.</summary>
    public IReadOnlyList<string> ServicePorts { get; init; } = [];

    /// <summary>Rich rules as text.</summary>
    public IReadOnlyList<string> RichRules { get; init; } = [];

    /// <summary>Forwarded ports as text.</summary>
    public IReadOnlyList<string> ForwardPorts { get; init; } = [];

    /// <summary>Is masquerading on?</summary>
    public bool Masquerade { get; init; }

    /// <summary>May interfaces of the zone forward among each other?</summary>
    public bool Forward { get; init; }
}
