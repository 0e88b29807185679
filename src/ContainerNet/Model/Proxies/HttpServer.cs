namespace ContainerNet.Model.Proxies;

/// <summary>A virtual server of HTTP: where it listens, the names it answers to, and its locations.</summary>
public sealed record HttpServer
{
    /// <summary>Where it stands.</summary>
    public required SourceLine Source { get; init; }

    /// <summary>Where it listens; port 80 on all addresses when it does not say.</summary>
    public IReadOnlyList<Listen> Listens { get; init; } = [];

    /// <summary>The names of server_name as they were written, wildcards and patterns (`~...`) among them; one empty name when
    /// there is no such directive.</summary>
    public IReadOnlyList<Setting<string>> Names { get; init; } = [];

    /// <summary>Are slashes that follow each other taken as one?</summary>
    public bool MergeSlashes { get; init; } = true;

    /// <summary>Does it end every TLS handshake, instead of showing a certificate?</summary>
    public bool RejectsHandshake { get; init; }

    /// <summary>The server's own level as a location: its steps run before a location is chosen, and its settings hold where no
    /// location is. Its locations are those of the server.</summary>
    public required Location Root { get; init; }

    /// <summary>The first name, as $server_name has it.</summary>
    public string Name => Names.Count > 0 ? Names[0].Value : "";

    /// <inheritdoc/>
    public override string ToString() => $"{(Name.Length > 0 ? Name : "server")} ({Source})";
}
