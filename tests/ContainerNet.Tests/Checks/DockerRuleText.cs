using System.Globalization;
using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>The rules that Docker writes for a host, by generation, as lines for <see cref="ChainText"/>.</summary>
internal sealed class DockerRuleText(Snapshot facts, ContainerEngine engine)
{
    private bool Is28 => engine.Major == 28;

    public string All() => Filter() + Isolation() + Nat() + Raw();

    public string Filter()
    {
        StringBuilder text = new("filter FORWARD\nfilter DOCKER\nfilter DOCKER-USER\nfilter -A FORWARD -j DOCKER-USER\n");
        text.Append(Is28
            ? "filter -A FORWARD -j DOCKER-FORWARD\nfilter -A DOCKER-FORWARD -j DOCKER-CT\n"
                + "filter -A DOCKER-FORWARD -j DOCKER-ISOLATION-STAGE-1\nfilter -A DOCKER-FORWARD -j DOCKER-BRIDGE\n"
            : "filter -A FORWARD -j DOCKER-ISOLATION-STAGE-1\n");
        foreach (ContainerNetwork network in Open())
        {
            string bridge = network.Bridge!;
            string forward = Is28 ? "DOCKER-CT" : "FORWARD";
            text.Append(CultureInfo.InvariantCulture, $"filter -A {forward} -o {bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n");
            text.Append(CultureInfo.InvariantCulture, $"filter -A {(Is28 ? "DOCKER-BRIDGE" : "FORWARD")} -o {bridge} -j DOCKER\n");
            string accepted = Is28
                ? $"filter -A DOCKER-FORWARD -i {bridge} -j ACCEPT\n"
                : $"filter -A FORWARD -i {bridge} ! -o {bridge} -j ACCEPT\nfilter -A FORWARD -i {bridge} -o {bridge} -j ACCEPT\n";
            text.Append(accepted);
        }

        foreach (ContainerPort port in Ports())
        {
            string bridge = BridgeOf(port);
            string protocol = port.Protocol.ToString().ToLowerInvariant();
            text.Append(CultureInfo.InvariantCulture, $"filter -A DOCKER -d {port.ContainerAddress}/32 ! -i {bridge} -o {bridge} -p {protocol} -m {protocol} --dport {port.Port} -j ACCEPT\n");
        }

        foreach (ContainerNetwork network in Is28 ? Open() : [])
        {
            text.Append(CultureInfo.InvariantCulture, $"filter -A DOCKER ! -i {network.Bridge} -o {network.Bridge} -j DROP\n");
        }

        return text.ToString();
    }

    public string Isolation(bool rules = true)
    {
        StringBuilder text = new("filter DOCKER-ISOLATION-STAGE-1\nfilter DOCKER-ISOLATION-STAGE-2\n");
        foreach (ContainerNetwork network in rules ? Open() : [])
        {
            text.Append(CultureInfo.InvariantCulture, $"filter -A DOCKER-ISOLATION-STAGE-1 -i {network.Bridge} ! -o {network.Bridge} -j DOCKER-ISOLATION-STAGE-2\n");
            text.Append(CultureInfo.InvariantCulture, $"filter -A DOCKER-ISOLATION-STAGE-2 -o {network.Bridge} -j DROP\n");
        }

        return text.ToString();
    }

    public string Nat()
    {
        StringBuilder text = new("nat DOCKER\nnat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n");
        foreach (ContainerNetwork network in Open())
        {
            text.Append(CultureInfo.InvariantCulture, $"nat -A DOCKER -i {network.Bridge} -j RETURN\n");
        }

        foreach (ContainerNetwork network in Open().Where(n => n.Masquerade))
        {
            text.Append(CultureInfo.InvariantCulture, $"nat -A POSTROUTING -s {network.Subnets[0].Subnet} ! -o {network.Bridge} -j MASQUERADE\n");
        }

        foreach (ContainerPort port in Ports())
        {
            string protocol = port.Protocol.ToString().ToLowerInvariant();
            string host = port.HostAddress!.Equals(System.Net.IPAddress.Any) ? "" : $"-d {port.HostAddress}/32 ";
            text.Append(CultureInfo.InvariantCulture, $"nat -A DOCKER {host}! -i {BridgeOf(port)} -p {protocol} -m {protocol} --dport {port.HostPort} -j DNAT --to-destination {port.ContainerAddress}:{port.Port}\n");
        }

        return text.ToString();
    }

    public string Raw()
    {
        StringBuilder text = new();
        foreach (ContainerPort port in Is28 ? Ports() : [])
        {
            text.Append(CultureInfo.InvariantCulture, $"raw -A PREROUTING -d {port.ContainerAddress}/32 ! -i {BridgeOf(port)} -j DROP\n");
        }

        return text.ToString();
    }

    private IEnumerable<ContainerNetwork> Open() => facts.Networks.Where(n => n.IsForwarded);

    private IEnumerable<ContainerPort> Ports() => ContainerPorts.Of(facts)
        .Where(p => p.Running && p.HostPort > 0 && facts.Networks.Any(n => n.Name == p.Network && n.IsForwarded));

    private string BridgeOf(ContainerPort port) => facts.Networks.First(n => n.Name == port.Network).Bridge!;
}
