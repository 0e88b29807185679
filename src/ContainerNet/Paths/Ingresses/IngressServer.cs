namespace ContainerNet.Paths.Ingresses;

/// <summary>A server that ingress-nginx writes: one a host.</summary>
public sealed record IngressServer
{
    /// <summary>The name of the server that takes all hosts.</summary>
    public const string AllHosts = "_";

    /// <summary>The host, perhaps with a wildcard in front; "_" for all.</summary>
    public required string Host { get; init; }

    /// <summary>Other names of it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The locations in the order of the configuration.</summary>
    public required IReadOnlyList<IngressLocation> Locations { get; init; }

    /// <summary>Has it a certificate, its own or the default one?</summary>
    public bool HasCertificate { get; init; }

    /// <summary>Is TLS passed on as it is?</summary>
    public bool SslPassthrough { get; init; }

    /// <summary>A piece of configuration of an Ingress.</summary>
    public string Snippet { get; init; } = "";

    /// <summary>The host that is sent here, www. in front of it or taken away; "" for none.</summary>
    public string RedirectsFrom { get; init; } = "";

    /// <summary>The locations that turn all locations here into regular expressions.</summary>
    public IEnumerable<IngressLocation> RegexCauses => Locations.Where(l => l.ForcesRegex);

    /// <summary>Are all locations regular expressions, without regard to case and open at their end?</summary>
    public bool UsesRegex { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Host;
}
