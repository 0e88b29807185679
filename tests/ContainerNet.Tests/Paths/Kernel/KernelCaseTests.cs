using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;
using ContainerNet.Probes;
using ContainerNet.Sources;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Paths.Kernel;

/// <summary>What once fared otherwise than predicted: from what the tools had printed, and, as root, in the kernel of this machine.
/// CONTAINERNET_KERNEL_WRITE writes the recordings and the steps anew.</summary>
public sealed class KernelCaseTests
{
    public static TheoryData<string> Cases() => [.. KernelCase.Names()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task RecordedRules_TakeThePacketAsTheKernelDid(string name)
    {
        KernelCase kept = KernelCase.Read(name);
        RecordedHost host = RecordedHost.FromJson(await File.ReadAllBytesAsync(kept.Recording), name);
        Reading<FirewallFacts> reading = await FirewallReader.ReadAsync(host, FactKinds.Firewall | FactKinds.Firewall6, default);
        Shot shot = new() { Packet = () => PacketText.Parse(kept.Packet), Observed = kept.Steps };
        KernelRun.Predict(RuleSet.Compile(reading.Value.Chains, reading.Value.Sets), KernelNet.Routing, shot);
        Assert.True(shot.Agrees, shot.Describe());
    }

    [RootFact("ip", "nft", "iptables-nft-restore", "iptables-legacy-restore", "ipset", "conntrack", "nsenter", "unshare")]
    public async Task Kernel_StillTakesThePacketsSo()
    {
        using KernelNet net = new();
        using LinuxHost host = new();
        KernelRun run = new(net, host);
        bool write = Environment.GetEnvironmentVariable("CONTAINERNET_KERNEL_WRITE") is { Length: > 0 };
        foreach (KernelCase kept in KernelCase.Names().Select(KernelCase.Read))
        {
            Assert.Null(run.Load(kept.Rules));
            Shot shot = Assert.Single(await run.FireAsync([new Shot { Packet = () => PacketText.Parse(kept.Packet) }], _ => []));
            Assert.NotNull(shot.Observed);
            Assert.True(shot.Agrees, $"{kept.Name}: {shot.Describe()}");
            if (write)
            {
                await File.WriteAllBytesAsync(kept.Recording, run.Recording!.ToJson());
                kept.Write(shot.Observed);
            }
        }
    }
}
