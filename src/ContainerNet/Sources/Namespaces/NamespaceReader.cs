using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Sources.Namespaces;

/// <summary>Reads a container's network namespace as the kernel has it: everything in one visit of one thread.</summary>
internal static class NamespaceReader
{
    private const byte IPv4 = 2, IPv6 = 10;

    // Of no family, and so of all in one answer: a kernel without IPv6 leaves it out, where it would refuse the question.
    private static readonly NetlinkQuestion
        s_links = Route(LinkReader.GetLink, LinkReader.LinkRequest),
        s_addresses = Route(LinkReader.GetAddress, new byte[8]),
        s_routes = Route(LinkReader.GetRoute, new byte[12]),
        s_rules = Route(LinkReader.GetRule, new byte[12]),
        s_switches = Route(LinkReader.GetConfiguration, [IPv4, 0, 0, 0]),
        s_nexthops = Route(LinkReader.GetNexthop, new byte[8]);

    private static readonly NetlinkQuestion[]
        s_listening = [ListenerSocket.Question(IPv4), ListenerSocket.Question(IPv6)],
        s_network = [s_links, s_addresses, s_routes, s_rules, s_switches],
        s_chains = [ChainDecoder.Question];

    /// <summary>What to ask in the namespace of a process.</summary>
    public static NamespaceQuestions Questions(int process, NamespaceParts parts) => new(
        process,
        [
            .. parts.HasFlag(NamespaceParts.Listeners) ? s_listening : [],
            .. parts.HasFlag(NamespaceParts.Network) ? s_network : [],
            .. parts.HasFlag(NamespaceParts.Chains) ? s_chains : [],
        ]);

    /// <summary>Makes facts of what was answered.</summary>
    /// <param name="host">The host, for what was not asked yet: next hop objects, and the names of legacy tables.</param>
    /// <param name="id">The namespace's name, "net:[4026532281]".</param>
    /// <param name="members">The containers in it; the first one's process leads there.</param>
    /// <param name="parts">What was asked for.</param>
    /// <param name="answers">The answers.</param>
    public static NamespaceReading Read(
        IHost host, string id, IReadOnlyList<Container> members, NamespaceParts parts, NamespaceAnswers answers)
    {
        int process = members[0].ProcessId;
        if (answers.Answers is null)
        {
            return new NamespaceReading { Failure = answers.Failure };
        }

        Answers told = new(Questions(process, parts).Questions, answers.Answers);
        List<string> failures = [];
        NetworkNamespace? network = parts.HasFlag(NamespaceParts.Network) ? Network(host, process, told, failures) : null;
        if (network is not null)
        {
            network = network with
            {
                Id = id,
                Engine = members[0].Engine,
                Containers = [.. members.Select(m => m.Name)],
                Chains = parts.HasFlag(NamespaceParts.Chains) ? Chains(host, process, told, failures) : null,
            };
        }

        return new NamespaceReading
        {
            Listeners = parts.HasFlag(NamespaceParts.Listeners) ? Listeners(told) : null,
            Namespace = network,
            Failure = failures.Count > 0 ? failures[0] : null,
        };
    }

    /// <summary>Either family missing means that none can be trusted to be whole.</summary>
    private static List<NetlinkMessage>? Listeners(Answers told)
    {
        NetlinkAnswer v4 = told.To(s_listening[0]), v6 = told.To(s_listening[1]);
        return v4.Messages is null || v6.Messages is null ? null : [.. v4.Messages, .. v6.Messages];
    }

    /// <summary>Null when any table of it could not be read: a walk over half of them would go astray.</summary>
    private static NetworkNamespace? Network(IHost host, int process, Answers told, List<string> failures)
    {
        foreach (NetlinkQuestion question in s_network)
        {
            if (told.To(question).Messages is null)
            {
                failures.Add(told.To(question).Refusal ?? "netlink gave no answer");
                return null;
            }
        }

        List<NetConfiguration> switches = Decode(told, s_switches, m => NetConfiguration.Decode(m, IPv4), failures);
        NetworkNamespace network = new()
        {
            Id = "",
            Engine = "",
            Containers = [],
            Links = WithSwitches(Decode(told, s_links, LinkDecoder.Decode, failures), switches),
            Addresses = Decode(told, s_addresses, AddressDecoder.Decode, failures),
            Routes = TableDecoder.Routes(
                told.To(s_routes).Messages!,
                () => host.AskNamespaces([new NamespaceQuestions(process, [s_nexthops])])?[0].Answers?[0].Messages ?? [],
                failures.Add),
            RoutingRules = Decode(told, s_rules, RoutingRuleDecoder.Decode, failures),
        };
        return failures.Count == 0 ? network : null;
    }

    private static List<T> Decode<T>(
        Answers told, NetlinkQuestion question, Func<NetlinkMessage, T?> decode, List<string> failures)
        where T : class => TableDecoder.All(told.To(question).Messages!, decode, failures.Add);

    private static List<Link> WithSwitches(List<Link> links, List<NetConfiguration> switches)
    {
        const int All = -1;
        int all = switches.Find(s => s.Index == All)?.ReversePathFilter ?? 0;
        return links.ConvertAll(link =>
        {
            NetConfiguration? own = switches.Find(s => s.Index == link.Index);
            return link with
            {
                ForwardingIPv4 = own?.Forwarding,
                ReversePathFilter = own?.ReversePathFilter is int filter ? Math.Max(filter, all) : null,
            };
        });
    }

    /// <summary>Null when it could not be told whether there are any.</summary>
    private static List<FirewallChain>? Chains(IHost host, int process, Answers told, List<string> failures)
    {
        List<FirewallChain> chains = [];
        NetlinkAnswer answer = told.To(ChainDecoder.Question);
        int before = failures.Count;
        if (!answer.IsWithoutModule)
        {
            if (answer.Messages is null)
            {
                failures.Add(answer.Refusal!);
                return null;
            }

            chains.AddRange(TableDecoder.All(answer.Messages, ChainDecoder.Decode, failures.Add));
        }

        chains.AddRange(LegacyTables.ChainsOf(host, process, failures));
        return failures.Count == before ? chains : null;
    }

    private static NetlinkQuestion Route(ushort type, byte[] payload) => new(NetlinkProtocol.Route, type, payload);

    /// <summary>The answers of a visit by their questions.</summary>
    private sealed class Answers(IReadOnlyList<NetlinkQuestion> questions, IReadOnlyList<NetlinkAnswer> answers)
    {
        private static readonly NetlinkAnswer s_none = new(null, "not asked");

        public NetlinkAnswer To(NetlinkQuestion question)
        {
            for (int index = 0; index < questions.Count; index++)
            {
                if (ReferenceEquals(questions[index], question))
                {
                    return answers[index];
                }
            }

            return s_none;
        }
    }
}
