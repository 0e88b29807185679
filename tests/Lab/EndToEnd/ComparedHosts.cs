using System.Text;
using ContainerNet.Collection;
using ContainerNet.Comparing;
using ContainerNet.Lab.Hosts;
using ContainerNet.Model;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>Snapshots of real hosts that are equal but for one thing, made once: a healthy one, two dozen differences that do not
/// matter, and then one fault after the other on the same host.</summary>
public sealed class ComparedHosts : IAsyncLifetime
{
    private const string Program = "/opt/containernet/cli/containernet";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, byte[]> _snapshots = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (LabRequirements.MissingForLab is not null)
        {
            return;
        }

        await OneHostAsync();
        await FirewalldAsync();
        foreach (Suite suite in (Suite[])[Suite.Bookworm, Suite.Trixie, Suite.Forky])
        {
            await using LabHost host = await LabHost.StartAsync(suite);
            await host.InjectAsync("healthy");
            await TakeAsync(host, suite.ToString());
        }
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>The differences between two of them, all.</summary>
    /// <param name="reference">The one that works.</param>
    /// <param name="other">The other.</param>
    public IReadOnlyList<SnapshotDifference> Compare(string reference, string other)
    {
        string[] names = [reference, other];
        SnapshotComparer comparer = new(i => Read(names[i]));
        foreach (string name in names)
        {
            comparer.Add(FactSheet.Of(Read(name)), name);
        }

        return comparer.Compare(0, null, CancellationToken.None);
    }

    private Snapshot Read(string name) => SnapshotJson.Read(_snapshots[name], name);

    private async Task OneHostAsync()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Trixie);
        await host.InjectAsync("healthy");
        await host.InjectAsync("shop");
        await TakeAsync(host, "healthy");
        await AsymmetricAsync(host);
        await TakeAsync(host, "asymmetric");
        await ShellAsync(host, "ip link delete host1; iptables-save > /root/rules; iptables -F FORWARD; iptables -P FORWARD ACCEPT");
        await TakeAsync(host, "flushed");
        await ShellAsync(host, "iptables-restore /root/rules");

        await host.InjectAsync("unimportant");
        await TakeAsync(host, "unimportant");
        await ShellAsync(host, "sysctl -qw net.ipv4.ip_forward=0");
        await TakeAsync(host, "ip-forward");
        await ShellAsync(host, "sysctl -qw net.ipv4.ip_forward=1; sysctl -qw net.ipv4.conf.host0.forwarding=0");
        await TakeAsync(host, "interface");
        await ShellAsync(host, "sysctl -qw net.ipv4.conf.host0.forwarding=1; iptables -I DOCKER-USER -i host0 -p tcp --dport 80 -j DROP");
        await TakeAsync(host, "rule");
        await ShellAsync(host, "iptables -D DOCKER-USER -i host0 -p tcp --dport 80 -j DROP");
        await host.UndoAsync("shop");
        await TakeAsync(host, "image");
        await host.InjectAsync("shop");
        await AsymmetricAsync(host);
        await ShellAsync(host, "sysctl -qw net.ipv4.conf.host0.rp_filter=1");
        await TakeAsync(host, "rp-filter");
        await ShellAsync(host, "ip link delete host1; sysctl -qw net.ipv4.conf.host0.rp_filter=0; iptables-save > /root/rules; iptables -F FORWARD; iptables -P FORWARD DROP");
        await TakeAsync(host, "policy");
        await ShellAsync(host, "iptables-restore /root/rules");
        await host.InjectAsync("route-localnet-off");
        await TakeAsync(host, "userland-proxy");
    }

    private async Task FirewalldAsync()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Trixie, firewalld: true);
        await host.InjectAsync("docker-knows-firewalld");
        await host.InjectAsync("healthy");
        await ShellAsync(host, "docker run -d --name direct --network host bb:1 /bin/httpd -f -p 9000 -h /www; firewall-cmd -q --zone=public --add-port=9000/tcp");
        await TakeAsync(host, "zone");
        await host.InjectAsync("unimportant");
        await ShellAsync(host, "firewall-cmd -q --zone=public --remove-port=9000/tcp");
        await TakeAsync(host, "zone-closed");
        await ShellAsync(host, "firewall-cmd -q --zone=public --add-port=9000/tcp; firewall-cmd -q --zone=drop --change-interface=host0");
        await TakeAsync(host, "zone-of-uplink");
    }

    private static Task AsymmetricAsync(LabHost host) =>
        ShellAsync(host, "ip link add link host0 name host1 type macvlan mode bridge && ip link set host1 up && ip route add 192.0.2.2/32 dev host1");

    private static async Task ShellAsync(LabHost host, string text) => (await host.RunAsync(s_limit, "bash", "-c", $"set -e; {text}")).EnsureSuccess();

    private async Task TakeAsync(LabHost host, string name)
    {
        CommandOutcome outcome = (await host.RunAsync(Program, "snapshot")).EnsureSuccess();
        _snapshots[name] = Encoding.UTF8.GetBytes(outcome.Output);
    }
}
