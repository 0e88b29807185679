using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>Fault by Debian, and what must be said first. Every line was tried by hand; see faults/NAME.sh for the how.</summary>
public static class FaultTable
{
    private static readonly Suite[] s_bookworm = [Suite.Bookworm];
    private static readonly Suite[] s_newer = [Suite.Trixie, Suite.Forky];

    private static readonly FaultCase[] s_cases =
    [
        new("healthy", null) { Undo = true },

        new("forwarding-off", "CN1001") { Evidence = "ip_forward", Undo = true },
        new("forwarding-off-uplink", "CN1004") { Evidence = "host0", Undo = true },
        new("rp-filter", "CN1005") { Evidence = "host1", Undo = true },
        new("route-localnet-off", "CN1007") { Evidence = "/proc/sys/net/ipv4/conf/docker0/route_localnet" },
        new("bridge-nf-off", "CN1008") { Evidence = "bridge-nf-call-iptables", Undo = true },
        new("bridge-nf-on", "CN1008") { Evidence = "DOCKER-USER", Undo = true },
        new("hardening-file", "CN1001") { Evidence = "/etc/sysctl.d/99-hardening.conf", Undo = true },
        new("hardening-file-latent", "CN1002") { Evidence = "/etc/sysctl.d/99-hardening.conf", Undo = true },
        new("sysctl-disagree", "CN1010") { Evidence = "/etc/sysctl.conf", Undo = true },

        new("bridge-down", "CN2001") { Evidence = "docker0", Undo = true },
        new("veth-detached", "CN2002") { Evidence = "no master", Undo = true },
        new("no-default-route", "CN2003") { Evidence = "gateway 172.17.0.1", Undo = true },
        new("no-address", "CN2003") { Evidence = "172.17.0.2 on network bridge", Undo = true },
        new("vpn-overlap", "CN2004") { Evidence = "172.17.0.0/24 dev tun0", Undo = true },
        new("vpn-shadow", "CN2004") { Evidence = "172.16.0.0/12 dev tun0", Undo = true },
        new("mtu-blackhole", "CN2005") { Evidence = "3/4 -j DROP", Undo = true },
        new("internal-network", "CN2006") { Evidence = "vault", Undo = true },
        new("bridge-address-lost", "CN2008") { Evidence = "172.17.0.1", Undo = true },

        new("firewalld-late", "CN3001") { Suites = s_bookworm, Evidence = "firewalld.service" },
        new("unit-order", "CN3001") { Suites = s_bookworm, Evidence = "firewalld.service" },
        new("nft-flush", "CN3001") { Evidence = "DOCKER" },
        new("iptables-flush", "CN3001") { Evidence = "DOCKER" },
        new("nat-docker-deleted", "CN3001") { Evidence = "nat" },
        new("forward-drop", "CN3004") { Evidence = "FORWARD" },
        new("split-brain-legacy", "CN3008") { Evidence = "legacy", Undo = true },
        new("legacy-drop", "CN3008") { Evidence = "legacy", Undo = true },
        new("no-masquerade", "CN3009") { Evidence = "enable_ip_masquerade", Undo = true },
        new("docker-user-drop", "CN3010") { Evidence = "DOCKER-USER", Undo = true },
        new("iptables-false", "CN3011") { Evidence = "iptables" },
        new("netavark-flush", "CN3002") { Suites = s_newer, Evidence = "9080" },
        new("gate", null) { Undo = true },
        new("gate-firewall", "CN3003") { Evidence = "lab_input", Undo = true },
        new("gate-loopback", "CN6002") { Evidence = "nginx.conf:17 in container gate", Undo = true },
        new("gate-name", "CN4003") { Evidence = "host not found in upstream \"app\" in /etc/nginx/nginx.conf:17", Undo = true },
        new("gate-moved", "CN6005") { Evidence = "Connection refused", Undo = true },
        new("stale-connection", "CN3013") { Evidence = "172.17.0.3" },

        new("firewalld-reload", "CN3016") { Suites = s_bookworm, Firewalld = true, Evidence = "DOCKER-ISOLATION-STAGE" },
        new("firewalld-restart", "CN3016") { Suites = s_bookworm, Firewalld = true, Evidence = "DOCKER-ISOLATION-STAGE" },
        new("firewalld-reload", null) { Suites = s_newer, Firewalld = true },
        new("firewalld-restart", null) { Suites = s_newer, Firewalld = true },
        new("firewalld-late", "CN3005") { Suites = s_newer, Evidence = "no zone of its own" },
        new("firewalld-at-boot", "CN3005")
        {
            Suites = [Suite.Forky], Firewalld = true, DockerKnowsFirewalld = false, Evidence = "no zone of its own",
        },
        new("firewalld-no-zone", "CN3005") { Firewalld = true, Evidence = "no zone of its own" },
        new("host-network-closed", "CN3006") { Firewalld = true, Evidence = "9000" },
        new("firewalld-runtime-port", "CN3007") { Firewalld = true, Evidence = "9000" },

        new("stale-name", "CN4004") { Evidence = "store:172.17.0.", Undo = true },

        new("app-on-loopback", "CN5001") { Evidence = "127.0.0.1", Undo = true },
        new("wrong-port", "CN5002") { Evidence = "81", Undo = true },
        new("published-on-loopback", "CN5003") { Evidence = "127.0.0.1", Undo = true },
        new("port-held", "CN5004") { Evidence = "busybox", Undo = true },
        new("container-stopped", "CN5005") { Undo = true },
        new("proxy-killed", "CN5006") { Evidence = "8080", Undo = true },
        new("rootless", null),
        new("rootless-loopback", "CN5001") { Evidence = "127.0.0.1:8000 (python3" },
        new("rootless-wrong-port", "CN5002") { Evidence = "0.0.0.0:8100 (python3" },
        new("rootless-dead", "CN5005") { Evidence = "chat.service of sam" },
        new("rootless-low-port", "CN5009") { Evidence = "chat.service of sam" },
        new("ipv4-only", "CN5007") { Evidence = "0.0.0.0:6379", Undo = true },
        new("host-network-loopback", "CN5008") { Evidence = "127.0.0.1:9000", Undo = true },
        new("mount-missing", "CN5011") { Evidence = "an empty folder", Undo = true },
        new("rootless-mount-missing", "CN5011") { Evidence = "chat.service of sam" },
        new("rootless-mount-denied", "CN5011") { Evidence = "/srv/app/config.yaml is 0:0, mode 600, and 1000:1000 asks" },
        new("rootless-host-loopback", "CN5012") { Evidence = "host.containers.internal:9099" },
        new("accept-queue", "CN5010") { Evidence = "backlog 2", Undo = true },
    ];

    /// <summary>Names of the lines for bookworm.</summary>
    public static TheoryData<string> Bookworm => Names(Suite.Bookworm);

    /// <summary>Names of the lines for trixie.</summary>
    public static TheoryData<string> Trixie => Names(Suite.Trixie);

    /// <summary>Names of the lines for forky.</summary>
    public static TheoryData<string> Forky => Names(Suite.Forky);

    /// <summary>One line.</summary>
    /// <param name="suite">Which Debian.</param>
    /// <param name="fault">Its name.</param>
    public static FaultCase Find(Suite suite, string fault) =>
        s_cases.Single(line => line.Fault == fault && line.Suites.Contains(suite));

    private static TheoryData<string> Names(Suite suite) =>
        [.. s_cases.Where(line => line.Suites.Contains(suite)).Select(line => line.Fault)];
}
