using System.Net;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Proc;

/// <summary>Reads which processes forward published ports: one look at each command line, and no more.</summary>
public static class ForwarderReader
{
    /// <summary>Reads.</summary>
    public static Reading<IReadOnlyList<HostProcess>> Read(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        List<HostProcess> found = [];
        foreach (int id in ProcessTable.All(host))
        {
            FileReading reading = host.ReadFile(ProcessTable.PathOf(id, "cmdline"));
            if (reading.IsRead && reading.Content.Length > 0)
            {
                found.AddRange(Parse(id, reading.Content));
            }
        }

        return new Reading<IReadOnlyList<HostProcess>>(found, []);
    }

    /// <summary>What a process with that command line forwards: nothing for other programs, one entry a port for pasta,
    /// one without ports where the command line does not tell them.</summary>
    internal static IEnumerable<HostProcess> Parse(int processId, ReadOnlySpan<byte> commandLine)
    {
        int end = commandLine.IndexOf((byte)0);
        ReadOnlySpan<byte> program = end < 0 ? commandLine : commandLine[..end];
        ReadOnlySpan<byte> name = program[(program.LastIndexOf((byte)'/') + 1)..];

        // docker-proxy has this name from version 1 to 29; podman's helpers come with suffixes for the processor.
        return name switch
        {
            _ when name.SequenceEqual("docker-proxy"u8) => [DockerProxy(processId, Words(commandLine))],
            _ when name.StartsWith("pasta"u8) => Pasta(processId, Words(commandLine)),
            _ when name.SequenceEqual("slirp4netns"u8) => [Slirp(processId, Words(commandLine))],
            _ when name.StartsWith("rootlessport"u8) || name.SequenceEqual("rootlesskit"u8)
                => [new HostProcess { ProcessId = processId, Name = Encoding.UTF8.GetString(name) }],
            _ => [],
        };
    }

    private static string[] Words(ReadOnlySpan<byte> commandLine) =>
        Encoding.UTF8.GetString(commandLine).TrimEnd('\0').Split('\0');

    private static HostProcess DockerProxy(int processId, string[] words)
    {
        // Go's flag package takes -name value, -name=value and both with two dashes.
        string? Value(string name)
        {
            for (int i = 1; i < words.Length; i++)
            {
                string word = words[i].TrimStart('-');
                if (string.Equals(word, name, StringComparison.Ordinal))
                {
                    return i + 1 < words.Length ? words[i + 1] : null;
                }

                if (word.StartsWith(name + "=", StringComparison.Ordinal))
                {
                    return word[(name.Length + 1)..];
                }
            }

            return null;
        }

        return new HostProcess
        {
            ProcessId = processId,
            Name = "docker-proxy",
            ForwardsFrom = Endpoint(Value("host-ip"), Value("host-port")),
            ForwardsTo = Endpoint(Value("container-ip"), Value("container-port")),
            Protocol = Value("proto") switch { "udp" => Protocol.Udp, "sctp" => Protocol.Sctp, _ => Protocol.Tcp },
        };
    }

    private static HostProcess Slirp(int processId, string[] words) => new()
    {
        ProcessId = processId,
        Name = "slirp4netns",
        // Options, then the namespace, then the name of the device.
        NetworkPath = words.Contains("--netns-type=path", StringComparer.Ordinal) && words.Length > 2 ? PathIn(words[^2]) : null,
        HostLoopback = words.Contains("--disable-host-loopback", StringComparer.Ordinal) ? null : "gateway",
    };

    private static string? PathIn(string? word) => word is ['/', ..] ? ToolText.Clean(word) : null;

    private static string? After(string[] words, string option)
    {
        int at = Array.IndexOf(words, option);
        return at >= 0 && at + 1 < words.Length ? words[at + 1] : null;
    }

    private static List<HostProcess> Pasta(int processId, string[] words)
    {
        HostProcess process = new()
        {
            ProcessId = processId,
            Name = "pasta",
            NetworkPath = PathIn(After(words, "--netns")),
            HostLoopback = After(words, "--map-host-loopback") is { } mapped
                ? IPAddress.TryParse(mapped, out IPAddress? address) ? address.ToString() : null
                : words.Contains("--no-map-gw", StringComparer.Ordinal) ? null : "gateway",
        };
        List<HostProcess> ports = [];
        for (int i = 1; i + 1 < words.Length; i++)
        {
            if (words[i] is not ("-t" or "--tcp-ports" or "-u" or "--udp-ports"))
            {
                continue;
            }

            Protocol protocol = words[i] is "-u" or "--udp-ports" ? Protocol.Udp : Protocol.Tcp;
            ports.AddRange(PastaPorts.Parse(words[++i]).Select(p => process with
            {
                Protocol = protocol,
                ForwardsFrom = p.From,
                ForwardsTo = p.To,
            }));
        }

        return ports.Count > 0 ? ports : [process];
    }

    private static string? Endpoint(string? address, string? port) =>
        IPAddress.TryParse(address, out IPAddress? ip) && ushort.TryParse(port, out ushort number)
            ? new IPEndPoint(ip, number).ToString()
            : null;
}
