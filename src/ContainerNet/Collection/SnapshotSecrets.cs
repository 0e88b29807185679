using System.Text.RegularExpressions;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Collection;

/// <summary>Takes out of a snapshot what must not leave the host: snapshots are sent to others.</summary>
internal static partial class SnapshotSecrets
{
    private const string Hidden = "(hidden)";

    /// <summary>Options of docker and podman whose values checks ask for; of all others only the fact that they are there is kept.</summary>
    private static readonly string[] s_known = ["--name", "--publish", "-p", "--volume", "-v", "--mount"];

    /// <summary>The same facts, without passwords in headers and URLs, what clients asked for, and arguments of commands.</summary>
    public static Snapshot Hide(Snapshot snapshot) => snapshot with
    {
        Proxies = snapshot.Proxies?.Select(p => Hide(HeaderSecrets.Hide(p))).ToList(),
        FailedProxies = snapshot.FailedProxies?.Select(p => p with { Reason = Hide(p.Reason) }).ToList(),
        ContainerUnits = snapshot.ContainerUnits?.Select(u => u with { Command = [.. Words(u.Command)] }).ToList(),
        Journal = [.. snapshot.Journal.Select(e => e with { Message = Text(e.Message) })],
    };

    /// <summary>A text with what stands before the @ of a URL hidden, and what follows its question mark.</summary>
    public static string Text(string text) => Credentials().Replace(text, "${scheme}" + Hidden + "@");

    private static RunningProxy Hide(RunningProxy proxy) => proxy.Failures is null ? proxy : proxy with
    {
        Failures = [.. proxy.Failures.Select(f => f with { Example = Hide(f.Example) })],
    };

    private static ProxyLogEntry Hide(ProxyLogEntry entry) => entry with
    {
        Request = Query(entry.Request), Referrer = Query(entry.Referrer), Upstream = Query(entry.Upstream),
    };

    private static string? Query(string? text) => text is null ? null : QueryText().Replace(Text(text), "?" + Hidden);

    /// <summary>The command of a unit: program, verb, the options that checks read, and the name that is started. What else stands there
    /// may be a password (--env), and is what the container is told.</summary>
    private static IEnumerable<string> Words(IReadOnlyList<string> command)
    {
        bool starts = command.Contains("start", StringComparer.Ordinal);
        for (int i = 0; i < command.Count; i++)
        {
            string word = command[i];
            int value = word.IndexOf('=', StringComparison.Ordinal);
            if (i == 0 || word is "run" or "start" or "container" or "create" || (starts && i == command.Count - 1 && !word.StartsWith('-')))
            {
                yield return word;
            }
            else if (s_known.Contains(value > 0 ? word[..value] : word, StringComparer.Ordinal))
            {
                yield return word;
                if (value < 0 && i + 1 < command.Count)
                {
                    yield return command[++i];
                }
            }
            else if (word.StartsWith('-'))
            {
                yield return value > 0 ? $"{word[..value]}={Hidden}" : word;
            }
        }
    }

    [GeneratedRegex(@"(?<scheme>[a-z][a-z0-9+.-]*://)[^/@\s""']+@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Credentials();

    [GeneratedRegex(@"\?[^\s""']+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex QueryText();
}
