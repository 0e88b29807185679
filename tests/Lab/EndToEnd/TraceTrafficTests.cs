using System.Globalization;
using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>Traces while something else happens: another trace, rules that change, a container that ends.</summary>
/// <param name="hosts">The hosts.</param>
[Collection(TraceCollection.Name)]
public sealed class TraceTrafficTests(TraceHosts hosts)
{
    private const string Rules = "/run/lab-rules-before-reload";
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(30);

    /// <summary>Two traces at once, of a port that is dropped and of one that is not, ten times each.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task TwoAtOnce_BothAreRight(Suite suite)
    {
        const int Runs = 10;
        TraceCase dropped = TraceTable.Find("docker-user-drop");
        TraceCase open = new("open", "External", "api", 3000, "Delivered");
        LabHost host = await hosts.OfAsync(suite);

        await TraceHosts.WithAsync(host, dropped, async () =>
        {
            await using LabProgram first = TraceHosts.Send(host, dropped.From, dropped.To, dropped.Port, Runs);
            await using LabProgram second = TraceHosts.Send(host, open.From, open.To, open.Port, Runs);
            await Task.WhenAll(TraceHosts.ReadyAsync(first), TraceHosts.ReadyAsync(second));
            for (int run = 0; run < Runs; run++)
            {
                AssertRight(dropped, await TraceHosts.ReadAsync(first));
                AssertRight(open, await TraceHosts.ReadAsync(second));
            }

            return true;
        });
    }

    /// <summary>A rule that comes while real packets are watched is named as the others are, also after firewalld's reload.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task RulesChangeMeanwhile_TheNewOnesAreNamed(Suite suite)
    {
        const int Port = 8443;
        LabHost host = await hosts.OfAsync(suite);
        TraceCase line = new("late", LabHost.ClientAddress, "web", Port, "Dropped")
        {
            Undo = [["iptables", "-D", "DOCKER-USER", "-p", "tcp", "--dport", "443", "-j", "DROP"]],
            Decider = new("Netfilter", "Drop")
            {
                Table = "filter", Chain = "DOCKER-USER", Owner = "DockerUser", Rule = "--dport 443 -j DROP",
            },
            Hops = [new("Netfilter", "Dnat") { Chain = "DOCKER", Rule = "--dport 8443 -j DNAT", Destination = "172.17.0.2:443" }],
        };
        await using LabProgram tracer = TraceHosts.Watch(host, "web", Port, LabHost.ClientAddress, 3, 60);
        await TraceHosts.ReadyAsync(tracer);
        await AskAsync(host, Port);
        ReportedPath before = await TraceHosts.ReadAsync(tracer);
        Assert.True(before.Verdict == "Delivered", before.ToString());

        await TraceHosts.WithAsync(host, line, async () =>
        {
            (await host.RunAsync("iptables", "-I", "DOCKER-USER", "-p", "tcp", "--dport", "443", "-j", "DROP")).EnsureSuccess();
            await AskAsync(host, Port);
            AssertRight(line, await TraceHosts.ReadAsync(tracer));
            return true;
        });

        // On bookworm it takes Docker's rules away, and dockerd writes them anew, but not all of them.
        TraceCase reload = line with
        {
            Prepare = [["sh", "-c", $"iptables-save >{Rules}"]],
            Undo = [["iptables-restore", Rules]],
        };
        await TraceHosts.WithAsync(host, reload, async () =>
        {
            await host.InjectAsync("firewalld-reload");
            await AskAsync(host, Port);
            ReportedPath after = await TraceHosts.ReadAsync(tracer);
            Assert.True(after is { Verdict: "Delivered", Complete: true }, after.ToString());
            AssertHas(after, new("Netfilter", "Dnat") { Rule = "--dport 8443 -j DNAT", Owner = "Docker" });
            AssertHas(after, new("Netfilter", "Accept") { Table = "firewalld", Owner = "Firewalld", Rule = "accept" });
            return true;
        });
        (await tracer.EndAsync(s_end)).EnsureSuccess();
    }

    /// <summary>A container that is made while packets are watched: its rules are named, and its bridge.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task ContainerComesMeanwhile_ItsRulesAndBridgeAreNamed(Suite suite)
    {
        const int Port = 7080;
        LabHost host = await hosts.OfAsync(suite);
        await using LabProgram tracer = TraceHosts.Watch(host, "-", Port, LabHost.ClientAddress, 1, 60);
        await TraceHosts.ReadyAsync(tracer);
        try
        {
            (await host.RunAsync("docker", "network", "create", "late", "--opt", "com.docker.network.bridge.name=brlate")).EnsureSuccess();
            (await host.RunAsync(
                "docker", "run", "--detach", "--name", "late", "--network", "late", "--publish", "7080:80", "bb:1",
                "httpd", "-f", "-p", "80")).EnsureSuccess();
            await AskAsync(host, Port);
            ReportedPath path = await TraceHosts.ReadAsync(tracer);

            Assert.True(path is { Verdict: "Delivered", Complete: true }, path.ToString());
            AssertHas(path, new("Netfilter", "Dnat") { Rule = "--dport 7080 -j DNAT", Owner = "Docker" });
            Assert.True(path.Hops.Any(hop => hop.Device == "host0 -> brlate"), path.ToString());
        }
        finally
        {
            await host.RunAsync("docker", "rm", "--force", "late");
            await host.RunAsync("docker", "network", "rm", "late");
        }
    }

    /// <summary>The container ends between the look at the host and the packet: the path says how far it came.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task ContainerEndsMeanwhile_NothingHangs(Suite suite)
    {
        const int Runs = 40;
        LabHost host = await hosts.OfAsync(suite);
        await using LabProgram tracer = TraceHosts.Send(host, "External", "web", 8080, Runs, seconds: 1);
        await TraceHosts.ReadyAsync(tracer);
        ReportedPath first = await TraceHosts.ReadAsync(tracer);
        Assert.True(first.Verdict == "Delivered", first.ToString());
        await host.InjectAsync("container-stopped");
        try
        {
            List<ReportedPath> paths = [];
            while (paths.Count < Runs - 1)
            {
                paths.Add(await TraceHosts.ReadAsync(tracer));
            }

            // Its rules go with it, so the packet ends at the host's own closed port, or at a bridge without it.
            Assert.True(paths[^1].Verdict is "Rejected" or "Dropped" or "Unanswered", paths[^1].ToString());
            Assert.True(paths[^1].DecidingHop is not null, paths[^1].ToString());
            Assert.All(paths, path => Assert.True(path.Verdict != "Unknown", path.ToString()));
        }
        finally
        {
            await host.UndoAsync("container-stopped");
        }
    }

    private static void AssertHas(ReportedPath path, HopExpectation wanted) =>
        Assert.True(path.Hops.Any(wanted.Fits), $"{wanted} is missing on{Environment.NewLine}{path}");

    private static void AssertRight(TraceCase line, ReportedPath path)
    {
        string? wrong = line.WrongWith(path);
        Assert.True(wrong is null, $"{wrong}, but{Environment.NewLine}{path}");
    }

    private static Task<CommandOutcome> AskAsync(LabHost host, int port) => host.ClientAsync(
        "curl", "-s", "-m", "0.5", string.Create(CultureInfo.InvariantCulture, $"http://{LabHost.Address}:{port}/"));
}
