using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>The rules of Docker 20.10 to 27.</summary>
internal sealed class Layout20 : IptablesLayout
{
    public Layout20(DockerFacts facts)
        : base(facts)
    {
    }

    /// <summary>The chains; before 23 there was no DOCKER-USER for IPv6.</summary>
    public override IReadOnlyList<(string Table, string Chain)> Chains => HasUser
        ? [(Filter, Docker), (Filter, Stage1), (Filter, Stage2), (Filter, User), (Nat, Docker)]
        : [(Filter, Docker), (Filter, Stage1), (Filter, Stage2), (Nat, Docker)];

    private bool HasUser => Facts.Family == AddressFamily.IPv4 || Facts.Engine.Major >= 23;

    protected override void Write()
    {
        Forward();
        FilterPorts();
        Isolation();
        NatJumps();
        Masquerade();
        MasqueradeOwnPorts();
        Translation();
    }

    private void Forward()
    {
        if (HasUser)
        {
            Insert(Filter, "FORWARD", $"-j {User}", 0);
        }

        Insert(Filter, "FORWARD", $"-j {Stage1}", 1);
        foreach (DockerNetwork network in Facts.Networks.Where(n => n.Subnet is not null))
        {
            string bridge = network.Bridge;
            if (!network.Network.Internal)
            {
                Insert(Filter, "FORWARD", $"-o {bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", 2);
                Insert(Filter, "FORWARD", $"-o {bridge} -j {Docker}", 2);
                Insert(Filter, "FORWARD", $"-i {bridge} ! -o {bridge} -j ACCEPT", 2);
            }

            if (network.Network.Icc)
            {
                Insert(Filter, "FORWARD", $"-i {bridge} -o {bridge} -j ACCEPT", 2);
            }
        }

        // Appended, so the oldest bridge comes first.
        foreach (DockerNetwork network in Facts.Networks.Reverse().Where(n => n.Subnet is not null && !n.Network.Icc))
        {
            Append(Filter, "FORWARD", $"-i {network.Bridge} -o {network.Bridge} -j DROP", 3);
        }
    }

    private void FilterPorts()
    {
        foreach (DockerPort port in Facts.Ports)
        {
            Append(Filter, Docker, ToPort(port), 0);
            if (port.Protocol == Protocol.Sctp)
            {
                string sport = Transport(port, port.Port).Replace("--dport", "--sport", StringComparison.Ordinal);
                Append(Mangle, "POSTROUTING", $"{sport} -j CHECKSUM --checksum-fill", 0);
            }
        }
    }

    private void Isolation()
    {
        foreach (DockerNetwork network in Facts.Networks)
        {
            string bridge = network.Bridge;
            if (!network.Network.Internal)
            {
                Insert(Filter, Stage1, $"-i {bridge} ! -o {bridge} -j {Stage2}", 0);
                Insert(Filter, Stage2, $"-o {bridge} -j DROP", 0);
            }
            else if (network.Subnet is { } subnet)
            {
                // From 26 on the IPv6 form leaves alone what stays on the bridge, or neighbour discovery would fail.
                bool sparing = Facts.Family == AddressFamily.IPv6 && Facts.Engine.Major >= 26;
                Insert(Filter, Stage1, $"! -s {subnet} {(sparing ? $"! -i {bridge} " : "")}-o {bridge} -j DROP", 0);
                Insert(Filter, Stage1, $"! -d {subnet} -i {bridge} {(sparing ? $"! -o {bridge} " : "")}-j DROP", 0);
            }
        }

        Append(Filter, Stage1, "-j RETURN", 1);
        Append(Filter, Stage2, "-j RETURN", 1);
        if (HasUser)
        {
            ReturnOfUser();
        }
    }

    private void Translation()
    {
        foreach (DockerNetwork network in Forwarded.Where(n => !Hairpin && n.Network.Masquerade && !n.Routed))
        {
            Insert(Nat, Docker, $"-i {network.Bridge} -j RETURN", 0);
        }

        foreach (DockerPort port in Facts.Ports.Where(p => p.HostPort > 0))
        {
            Translate(port, sources: "");
        }
    }
}
