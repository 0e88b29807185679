using System.Net;
using ContainerNet.Probes;

namespace ContainerNet.Hosting;

/// <summary>What is asked of the kernel, as tc shows it afterwards, beside what tc itself asks.</summary>
[Collection(Alone.Name)]
public sealed class TrafficControlTests
{
    [RootFact("unshare", "nsenter", "ip", "tc")]
    public void Redirect_IsWhatTcWouldMake()
    {
        using TestNamespace host = new();
        host.Execute("ip", "link", "add", "ours", "type", "veth", "peer", "name", "theirs");
        host.Run(() =>
        {
            int ours = LinkChange.IndexOf("ours"), lo = LinkChange.IndexOf("lo");
            TrafficControl.AddClassifier(ours);
            TrafficControl.Redirect(ours, IPAddress.Parse("198.51.100.2"), lo);
            TrafficControl.Redirect(ours, IPAddress.Parse("2001:db8:ca00::2"), lo);
            return true;
        });
        host.Execute("tc", "qdisc", "add", "dev", "theirs", "clsact");
        host.Execute(
            "tc", "filter", "add", "dev", "theirs", "ingress", "protocol", "ip", "prio", "1", "u32", "match", "ip", "src",
            "198.51.100.2/32", "action", "mirred", "ingress", "redirect", "dev", "lo");
        host.Execute(
            "tc", "filter", "add", "dev", "theirs", "ingress", "protocol", "ipv6", "prio", "2", "u32", "match", "ip6", "src",
            "2001:db8:ca00::2/128", "action", "mirred", "ingress", "redirect", "dev", "lo");
        string[] ours = Shown(host, "ours"), theirs = Shown(host, "theirs");
        Assert.Equal(theirs, ours);
        Assert.Equal(2, ours.Count(line => line.Contains("(Ingress Redirect to device lo) stolen", StringComparison.Ordinal)));
        Assert.Equal(5, ours.Count(line => line.Contains("match ", StringComparison.Ordinal)));
    }

    [RootFact("unshare", "nsenter", "ip", "tc")]
    public void InterfaceRemoved_LeavesNoAction()
    {
        using TestNamespace host = new();
        host.Execute("ip", "link", "add", "ours", "type", "veth", "peer", "name", "theirs");
        host.Run(() =>
        {
            int ours = LinkChange.IndexOf("ours");
            TrafficControl.AddClassifier(ours);
            TrafficControl.Redirect(ours, IPAddress.Parse("198.51.100.2"), LinkChange.IndexOf("lo"));
            return true;
        });
        Assert.Contains("mirred", host.Execute("tc", "actions", "list", "action", "mirred").Output, StringComparison.Ordinal);
        host.Execute("ip", "link", "del", "ours");

        // The kernel frees an action a moment after its filter.
        Assert.True(
            SpinWait.SpinUntil(() => !host.Execute("tc", "actions", "list", "action", "mirred").Output.Contains("mirred", StringComparison.Ordinal), TimeSpan.FromSeconds(5)),
            "the action stays");
    }

    [RootFact("unshare", "nsenter", "ip")]
    public void TargetThatIsNotThere_IsRefused()
    {
        using TestNamespace host = new();
        host.Execute("ip", "link", "add", "ours", "type", "veth", "peer", "name", "theirs");
        ContainerNetException problem = Assert.Throws<ContainerNetException>(() => host.Run(() =>
        {
            int ours = LinkChange.IndexOf("ours");
            TrafficControl.AddClassifier(ours);
            TrafficControl.Redirect(ours, IPAddress.Parse("198.51.100.2"), 4711);
            return true;
        }));
        Assert.Equal(Problem.NetlinkRefused, problem.Problem);
    }

    /// <summary>Lines without the number that the kernel gives each action.</summary>
    private static string[] Shown(TestNamespace host, string name) =>
    [
        .. host.Execute("tc", "filter", "show", "dev", name, "ingress").Output
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("index ", StringComparison.Ordinal)),
    ];
}
