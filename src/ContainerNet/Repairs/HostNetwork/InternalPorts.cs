using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Repairs.HostNetwork;

/// <summary>What only other services used was shut off from other machines by the bridge. On the host it has to listen on loopback: done where a
/// command or variable says the address, and said in words elsewhere. Names of services that programs are told are said as well.</summary>
internal static partial class InternalPorts
{
    /// <summary>How programs are told to listen on one address, by image.</summary>
    private static readonly (string Image, string How)[] s_ways =
    [
        ("pushgateway", "--web.listen-address=127.0.0.1:{0}"),
        ("prometheus", "--web.listen-address=127.0.0.1:{0}"),
        ("alertmanager", "--web.listen-address=127.0.0.1:{0}"),
        ("exporter", "--web.listen-address=127.0.0.1:{0}"),
        ("grafana", "GF_SERVER_HTTP_ADDR=127.0.0.1"),
        ("redis", "--bind 127.0.0.1"),
        ("valkey", "--bind 127.0.0.1"),
        ("postgres", "-c listen_addresses=127.0.0.1"),
        ("mysql", "--bind-address=127.0.0.1"),
        ("mariadb", "--bind-address=127.0.0.1"),
        ("mongo", "--bind_ip 127.0.0.1"),
    ];

    /// <summary>Plans the edits, and says the rest.</summary>
    public static void Convert(Conversion conversion)
    {
        foreach (Move move in conversion.Moves)
        {
            if (!move.HasProxy && move.Service.Ports.Count == 0)
            {
                foreach (Listening listening in move.Listens.Where(l => l.Address is null).ToList())
                {
                    Bind(conversion, move, listening);
                }
            }

            foreach (YamlScalar text in Texts(move.Service))
            {
                Mention(conversion, move, text);
            }
        }
    }

    private static void Bind(Conversion conversion, Move move, Listening listening)
    {
        foreach (YamlScalar text in Texts(move.Service))
        {
            foreach (Match match in AnyAddress().Matches(text.Value).Where(m => m.Groups["port"].Value == $"{listening.Port}"))
            {
                if (EditOf(conversion, text, match.Value, $"127.0.0.1:{listening.Port}") is { } edit)
                {
                    conversion.Edits.Add(edit);
                    OnLoopback(move, listening);
                    return;
                }
            }

            if (text.Value.Contains($"127.0.0.1:{listening.Port}", StringComparison.Ordinal))
            {
                OnLoopback(move, listening);
                return;
            }
        }

        string image = move.Service.Image.Split('/')[^1];
        string? way = s_ways.FirstOrDefault(w => image.Contains(w.Image, StringComparison.Ordinal)).How;
        conversion.Note(
            move.Service.Name, Conversion.At(move.Service.Source),
            $"{move.Service.Name} listens at {listening.Port} on all addresses of the host now, and only other services need it: let it listen on 127.0.0.1"
            + $"{(way is null ? "" : $" ({string.Format(CultureInfo.InvariantCulture, way, listening.Port)})")}, or close the port to other machines.");
    }

    private static void OnLoopback(Move move, Listening listening)
    {
        move.Listens.Remove(listening);
        move.Listen(IPAddress.Loopback, listening.Port, listening.Protocol, listening.Source);
    }

    /// <summary>A name of another service in a command or variable leads nowhere any more.</summary>
    private static void Mention(Conversion conversion, Move move, YamlScalar text)
    {
        foreach (Move other in conversion.Moves.Where(m => m != move))
        {
            string name = Regex.Escape(other.Service.Name);
            if (Regex.IsMatch(text.Value, $@"(//|@|=|\A|,){name}(:[0-9]+|/|,|\z)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            {
                conversion.Note(
                    move.Service.Name, Conversion.At(text.Start),
                    $"'{text.Value}' names {other.Service.Name}, which no name leads to in the host's network: write 127.0.0.1 there.");
            }
        }
    }

    private static TextEdit? EditOf(Conversion conversion, YamlScalar text, string words, string others)
    {
        ComposeSource? source = conversion.Project.Sources.FirstOrDefault(s => s.File == text.Start.File);
        int at = source?.Text.IndexOf(words, text.Start.Offset, StringComparison.Ordinal) ?? -1;
        return at < 0 || at + words.Length > text.End || source!.Text.IndexOf(words, at + 1, StringComparison.Ordinal) is >= 0 and int again && again < text.End
            ? null : new TextEdit(source.File, at, words.Length, others);
    }

    /// <summary>The words of a service's command, and the values of its variables.</summary>
    private static IEnumerable<YamlScalar> Texts(ComposeService service) => ((string[])["command", "entrypoint", "environment"])
        .Select(k => service.Node[k]).OfType<YamlNode>().SelectMany(n => n switch
        {
            YamlScalar scalar => [scalar],
            YamlSequence list => list.Items.OfType<YamlScalar>(),
            YamlMapping mapping => mapping.Entries.Select(e => e.Value).OfType<YamlScalar>(),
            _ => [],
        });

    [GeneratedRegex(@"(?<=\A|=|\s)(0\.0\.0\.0|\*|\[::\])?:(?<port>[0-9]{1,5})(?=\z|\s)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AnyAddress();
}
