using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Repairs;

/// <summary>The rules that Docker would have written, against hosts on which it wrote them.</summary>
public sealed class DockerChainRepairTests
{
    private static readonly string[] s_hosts =
    [
        "bookworm-healthy", "trixie-healthy", "bookworm-ipv6-rules", "trixie-ipv6-rules",
        "bookworm-matrix-proxy", "bookworm-matrix-noproxy", "trixie-matrix-proxy", "trixie-matrix-noproxy",
        "forky-matrix-proxy", "forky-matrix-noproxy", "docker29-matrix-proxy", "docker29-matrix-noproxy",
    ];

    public static TheoryData<string> Hosts() => [.. s_hosts];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void NeverDamaged_NothingToDo(string name)
    {
        RepairHost host = RepairHost.Load(name);

        RepairPlan plan = DockerChainRepair.PlanEngine(host.Engine, host.Snapshot());

        Assert.True(plan.Steps.Count == 0, string.Join('\n', plan.Steps.OfType<CommandStep>().Select(s => s.Command.Input)));
        Assert.Empty(plan.Notes);
    }

    /// <summary>The same through the reader of iptables-save, whose texts the plans are made of.</summary>
    [Theory]
    [MemberData(nameof(Hosts))]
    public void NeverDamagedAsRead_NothingToDo(string name)
    {
        RepairHost host = RepairHost.Load(name);
        Snapshot facts = host.Facts with
        {
            Chains =
            [
                .. IptablesSaveParser.Parse(host.IPv4.Text(), FirewallBackend.IptablesNft, "ip").Chains,
                .. IptablesSaveParser.Parse(host.IPv6.Text(), FirewallBackend.IptablesNft, "ip6").Chains,
            ],
        };

        Assert.Empty(DockerChainRepair.PlanEngine(host.Engine, facts).Steps);
    }

    /// <summary>Nothing missing and nothing extra: all rules, policies and chains of a host that lost everything.</summary>
    [Theory]
    [MemberData(nameof(Hosts))]
    public void EverythingDeleted_BringsBackTheSameSet(string name)
    {
        RepairHost host = RepairHost.Load(name);
        RepairHost repaired = Repair(Wiped(host));

        Assert.Equal(Sorted(host.IPv4), Sorted(repaired.IPv4));
        Assert.Equal(Sorted(host.IPv6), Sorted(repaired.IPv6));
        AssertNothingToDo(repaired);
    }

    /// <summary>Containers that were started one after the other: even the order is the same.</summary>
    [Theory]
    [InlineData("bookworm-healthy")]
    [InlineData("trixie-healthy")]
    public void EverythingDeleted_BringsBackTheSameOrder(string name)
    {
        RepairHost host = RepairHost.Load(name);

        Assert.Equal(host.IPv4.Text(), Repair(Wiped(host)).IPv4.Text());
    }

    [Theory]
    [InlineData("bookworm-firewalld-late")]
    [InlineData("bookworm-firewalld-reload")]
    [InlineData("bookworm-nat-docker-deleted")]
    public void RealDamage_EndsAsTheHealthyHost(string name)
    {
        RepairHost host = RepairHost.Load(name);
        string[] bridges = Bridges(host);
        RepairHost healthy = RepairHost.Load("bookworm-healthy");
        string[] healthyBridges = Bridges(healthy);

        string repaired = Repair(host).IPv4.Text();
        for (int i = 0; i < bridges.Length; i++)
        {
            repaired = repaired.Replace(bridges[i], healthyBridges[i], StringComparison.Ordinal);
        }

        Assert.Equal(healthy.IPv4.Text(), repaired);
    }

    [Fact]
    public void FirewalldReload_IsolationAndDockerUserComeBackInOrder()
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-reload");

        RepairHost repaired = Repair(host);

        Assert.Equal("-j DOCKER-USER", repaired.IPv4.Rules("filter", "FORWARD")[0]);
        Assert.Equal(4, repaired.IPv4.Rules("filter", "DOCKER-ISOLATION-STAGE-1").Count);
        Assert.Equal("-j RETURN", repaired.IPv4.Rules("filter", "DOCKER-ISOLATION-STAGE-2")[^1]);
        AssertNothingToDo(repaired);
    }

    [Fact]
    public void Inverse_RestoresExactly()
    {
        foreach (string name in (string[])["bookworm-firewalld-late", "bookworm-firewalld-reload", "bookworm-nat-docker-deleted"])
        {
            RepairHost host = RepairHost.Load(name);
            RepairPlan plan = DockerChainRepair.PlanEngine(host.Engine, host.Snapshot());

            Assert.Equal(host.IPv4.Text(), host.After(plan).Before(plan).IPv4.Text());
        }
    }

    [Fact]
    public void RandomDamage_IsMendedAndTakenBack()
    {
        foreach (string name in s_hosts)
        {
            RepairHost host = RepairHost.Load(name);
            for (int seed = 0; seed < 40; seed++)
            {
                RepairHost damaged = RandomDamage.Of(host, new Random(seed));
                RepairPlan plan = DockerChainRepair.PlanEngine(damaged.Engine, damaged.Snapshot());
                RepairHost repaired = damaged.After(plan);
                string where = $"{name} seed {seed}";
                Assert.True(Sorted(host.IPv4).SequenceEqual(Sorted(repaired.IPv4)), where);
                Assert.True(Sorted(host.IPv6).SequenceEqual(Sorted(repaired.IPv6)), where);
                if (name.EndsWith("healthy", StringComparison.Ordinal))
                {
                    Assert.True(host.IPv4.Text() == repaired.IPv4.Text(), where);
                }

                Assert.True(damaged.IPv4.Text() == repaired.Before(plan).IPv4.Text(), where);
                AssertNothingToDo(repaired);
            }
        }
    }

    /// <summary>What is left when dockerd writes a rule at the moment at which a repair brings it.</summary>
    [Fact]
    public void RuleStandsTwice_OneCopyGoesAndNothingElseMoves()
    {
        foreach (string name in s_hosts)
        {
            RepairHost host = RepairHost.Load(name);
            string before = host.IPv4.Text();
            List<string> nat = host.IPv4.Rules("nat", "PREROUTING");
            nat.Add(nat[^1]);
            List<string> user = host.IPv4.Rules("filter", "FORWARD");
            user.Insert(1, user[0]);

            RepairHost repaired = Repair(host);

            Assert.Equal(before, repaired.IPv4.Text());
            AssertNothingToDo(repaired);
        }
    }

    [Fact]
    public void ForeignRules_StayInTheirOrder()
    {
        RepairHost host = RepairHost.Load("bookworm-healthy");
        List<string> forward = host.IPv4.Rules("filter", "FORWARD");
        forward.RemoveRange(1, 6);
        forward.Insert(0, "-s 198.51.100.7/32 -j DROP");
        forward.Insert(3, "-i wg0 -j ACCEPT");
        forward.Add("-m comment --comment \"last word\" -j REJECT --reject-with icmp-port-unreachable");
        host.IPv4.Rules("filter", "DOCKER-USER").Insert(0, "-s 203.0.113.0/24 -j DROP");
        host.IPv4.Rules("nat", "DOCKER").Add("-p tcp -m tcp --dport 1 -j REDIRECT --to-ports 2");
        host.IPv4.Rules("nat", "DOCKER").RemoveAt(4);

        RepairHost repaired = Repair(host);

        string[] foreign = [.. repaired.IPv4.Rules("filter", "FORWARD")
            .Where(r => r.Contains("198.51.100.7", StringComparison.Ordinal) || r.Contains("wg0", StringComparison.Ordinal)
                || r.Contains("last word", StringComparison.Ordinal))];
        Assert.Equal(["-s 198.51.100.7/32 -j DROP", "-i wg0 -j ACCEPT", forward[^1]], foreign);
        Assert.Equal(forward[^1], repaired.IPv4.Rules("filter", "FORWARD")[^1]);
        Assert.Equal("-s 203.0.113.0/24 -j DROP", repaired.IPv4.Rules("filter", "DOCKER-USER")[0]);
        Assert.Contains("-p tcp -m tcp --dport 1 -j REDIRECT --to-ports 2", repaired.IPv4.Rules("nat", "DOCKER"));
        AssertNothingToDo(repaired);
    }

    [Fact]
    public void ReturnBeforeTheIsolation_IsMoved()
    {
        RepairHost host = RepairHost.Load("bookworm-healthy");
        string before = host.IPv4.Text();
        List<string> stage = host.IPv4.Rules("filter", "DOCKER-ISOLATION-STAGE-1");
        stage.Insert(0, stage[^1]);

        RepairHost repaired = Repair(host);

        Assert.Equal(before, repaired.IPv4.Text());
    }

    [Fact]
    public void StaleDnat_IsReplaced()
    {
        RepairHost host = RepairHost.Load("bookworm-healthy");
        string before = host.IPv4.Text();
        List<string> nat = host.IPv4.Rules("nat", "DOCKER");
        int web = nat.FindIndex(r => r.Contains("--dport 8080 ", StringComparison.Ordinal));
        nat[web] = "! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.99:80";

        RepairHost repaired = Repair(host);

        Assert.Equal(before, repaired.IPv4.Text());
    }

    /// <summary>The engine had taken the rules away when they were not there, so nobody else would take them out again.</summary>
    [Theory]
    [MemberData(nameof(Hosts))]
    public void ContainerThatWentMeanwhile_HasItsRulesTakenOutAgain(string name)
    {
        RepairHost host = RepairHost.Load(name);
        Container gone = host.Facts.Containers.First(c => c.IsRunning && c.ActivePorts.Count > 0);
        RepairHost without = host with { Facts = host.Facts with { Containers = [.. host.Facts.Containers.Where(c => c != gone)] } };
        host.IPv4.Rules("filter", "FORWARD").Insert(0, "-s 198.51.100.7/32 -j DROP");

        Assert.Empty(DockerChainRepair.PlanEngine(without.Engine, without.Snapshot()).Steps);
        RepairPlan plan = DockerChainRepair.PlanEngine(without.Engine, without.Snapshot(), method: null, host.Facts);
        RepairHost mended = without.After(plan);

        Assert.All(plan.Steps, s => Assert.Matches("^Take [0-9]+ stale rules? out of table ", s.Description));
        string[] lost = [.. Sorted(host.IPv4).Concat(Sorted(host.IPv6)).Except(Sorted(mended.IPv4).Concat(Sorted(mended.IPv6)))];
        Assert.NotEmpty(lost);
        Assert.All(lost, rule => Assert.Contains(gone.Endpoints, e => Names(rule, e.IPv4) || Names(rule, e.IPv6)));
        Assert.DoesNotContain(mended.IPv4.Text().Split('\n'), rule => rule.Contains("DNAT", StringComparison.Ordinal) && gone.Endpoints.Any(e => Names(rule, e.IPv4)));
        Assert.Equal("-s 198.51.100.7/32 -j DROP", mended.IPv4.Rules("filter", "FORWARD")[0]);
        AssertNothingToDo(mended);
        Assert.Equal(host.IPv4.Text(), mended.Before(plan).IPv4.Text());

        static bool Names(string rule, System.Net.IPAddress? address) => address is not null
            && (rule.Contains($" {address}/", StringComparison.Ordinal) || rule.Contains($" {address}:", StringComparison.Ordinal)
                || rule.Contains($" [{address}]:", StringComparison.Ordinal));
    }

    [Fact]
    public void AdministratorEmptiedReturnOfDockerUser_IsLeftAlone()
    {
        RepairHost host = RepairHost.Load("bookworm-healthy");
        List<string> user = host.IPv4.Rules("filter", "DOCKER-USER");
        user[0] = "-i eth0 -j DROP";

        AssertNothingToDo(host);
    }

    [Fact]
    public void TableDeleted_PolicyComesBackOnlyWhenTheEngineSetIt()
    {
        RepairHost host = RepairHost.Load("bookworm-healthy");
        host.IPv4.RemoveTable("filter");
        host.IPv4.RemoveTable("nat");
        RepairHost configured = host with
        {
            Facts = host.Facts with
            {
                Settings = [new KernelSetting
                {
                    Key = "net.ipv4.ip_forward", Value = "1",
                    Boot = new SettingAssignment { File = "/etc/sysctl.d/router.conf", Line = 1, Key = "net.ipv4.ip_forward", Value = "1" },
                }],
            },
        };

        Assert.Contains(":FORWARD DROP", Repair(host).IPv4.Text(), StringComparison.Ordinal);
        Assert.Contains(":FORWARD ACCEPT", Repair(configured).IPv4.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void LegacyRules_AreMendedWithTheLegacyTool()
    {
        RepairHost host = RepairHost.Load("bookworm-nat-docker-deleted");

        RepairPlan plan = DockerChainRepair.PlanEngine(host.Engine, host.Snapshot(FirewallBackend.IptablesLegacy));

        CommandStep step = Assert.IsType<CommandStep>(Assert.Single(plan.Steps));
        Assert.Equal("iptables-legacy-restore --noflush --wait 5", step.Command.ToString());
        Assert.StartsWith("*nat\n-N DOCKER\n-A DOCKER -i ", step.Command.Input, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("28.0.0", true, "live-restore is on")]
    [InlineData("30.0.0", false, "its containers stop")]
    [InlineData("19.03.9", true, "20.10")]
    [InlineData("dev", true, "not understood")]
    public void OtherGeneration_IsRefusedWithTheRestart(string version, bool liveRestore, string words)
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        ContainerEngine engine = host.Engine with { Version = version, Options = host.Engine.Options with { LiveRestore = liveRestore } };

        ContainerNetException e = Assert.Throws<ContainerNetException>(() => DockerChainRepair.PlanEngine(engine, host.Snapshot()));

        Assert.Equal(Problem.RepairUnsupported, e.Problem);
        Assert.Contains("systemctl restart docker", e.Message, StringComparison.Ordinal);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Podman_ReloadsItsNetworks()
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        ContainerEngine podman = host.Engine with { Kind = EngineKind.Podman, Name = "podman" };

        CommandStep step = (CommandStep)Assert.Single(DockerChainRepair.PlanEngine(podman, host.Snapshot()).Steps);

        Assert.Equal("podman network reload --all", step.Command.ToString());
        Assert.Throws<ContainerNetException>(() => DockerChainRepair.PlanEngine(podman, host.Snapshot(), ChainRepairMethod.Restart));
        Assert.Throws<ContainerNetException>(
            () => DockerChainRepair.PlanEngine(podman with { Rootless = true }, host.Snapshot()));
    }

    [Theory]
    [InlineData(ChainRepairMethod.Restart, "systemctl restart docker.service")]
    [InlineData(ChainRepairMethod.Reload, "firewall-cmd --reload")]
    public void OtherMethod_NamesItsRisk(ChainRepairMethod method, string command)
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        Snapshot facts = host.Snapshot() with { Firewalld = new Firewalld { Running = true, Version = "1.3.3", Backend = "nftables" } };

        CommandStep step = (CommandStep)Assert.Single(DockerChainRepair.PlanEngine(host.Engine, facts, method).Steps);

        Assert.Equal(command, step.Command.ToString());
        Assert.Matches("every container of this engine stops|this version wipes them", step.Risk);
        Assert.Equal(method == ChainRepairMethod.Restart, Record.Exception(
            () => DockerChainRepair.PlanEngine(host.Engine, host.Snapshot(), method)) is null);
    }

    [Fact]
    public void BridgeThatLostItsZone_IsBoundAgain_AndOneInAnotherZoneIsNot()
    {
        RepairHost host = RepairHost.Load("bookworm-healthy");
        string[] bridges = Bridges(host);
        FirewallZone Zone(string name, params string[] interfaces) =>
            new() { Name = name, Active = new ZoneSettings { Interfaces = interfaces }, Persistent = new ZoneSettings() };
        Snapshot facts = host.Snapshot() with
        {
            Firewalld = new Firewalld { Running = true, Zones = [Zone("docker", bridges[0]), Zone("lan", bridges[1])] },
            Collected = FactKinds.All,
        };

        string[] commands = [.. DockerChainRepair.PlanEngine(host.Engine, facts).Steps.Cast<CommandStep>().Select(s => s.Command.ToString())];

        string[] lost = [.. facts.Networks.Select(n => n.Bridge!).Except(bridges[..2]).Order(StringComparer.Ordinal)];
        Assert.Equal(lost.Select(b => $"firewall-cmd --zone=docker --change-interface={b}"), commands);
        Assert.Empty(DockerChainRepair.PlanEngine(host.Engine, facts with
        {
            Firewalld = facts.Firewalld with { Zones = [Zone("public")] },
        }).Steps);
    }

    [Fact]
    public void EngineWithoutRules_IsRefused()
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        foreach (ContainerEngine engine in (ContainerEngine[])[
            host.Engine with { Rootless = true },
            host.Engine with { FirewallBackend = "nftables+firewalld" },
            host.Engine with { Options = host.Engine.Options with { Iptables = false } }])
        {
            Assert.Equal(
                Problem.RepairUnsupported,
                Assert.Throws<ContainerNetException>(() => DockerChainRepair.PlanEngine(engine, host.Snapshot())).Problem);
        }
    }

    [Fact]
    public void RulesNotRead_IsRefused()
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        Snapshot blind = host.Facts with
        {
            Gaps = [new Gap { Facts = FactKinds.Firewall, Source = "iptables-save", Reason = "permission denied", Remedy = "run as root" }],
        };

        Assert.Throws<ContainerNetException>(() => DockerChainRepair.PlanEngine(host.Engine, blind));
    }

    [Theory]
    [InlineData("br0 -j ACCEPT\n-A FORWARD")]
    [InlineData("br\"0")]
    [InlineData("-j")]
    [InlineData("br+")]
    public void HostileBridgeName_IsRefused(string bridge)
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        Snapshot hostile = host.Snapshot() with { Networks = [host.Facts.Networks[0] with { Bridge = bridge }] };

        Assert.Throws<ContainerNetException>(() => DockerChainRepair.PlanEngine(host.Engine, hostile));
    }

    [Fact]
    public void Finding_GetsThePlanOfItsEngine()
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        Finding finding = new()
        {
            Code = "CN3001", Title = "t", Severity = Severity.Error, Role = FindingRole.RootCause, Subject = "engine docker",
            Message = "m", Engine = "docker",
        };

        RepairPlan plan = Assert.IsType<RepairPlan>(RepairPlanner.Plan(finding, host.Snapshot()));

        Assert.Equal(2, plan.Steps.Count);
        Assert.Equal("engine docker", plan.Subject);
        Assert.Contains(plan.Notes, n => n.Contains("DOCKER-USER", StringComparison.Ordinal));
        Assert.Null(RepairPlanner.Plan(finding with { Code = "CN3010" }, host.Snapshot()));
    }

    private static RepairHost Wiped(RepairHost host)
    {
        RepairHost wiped = host with { IPv4 = host.IPv4.Copy(), IPv6 = host.IPv6.Copy() };
        foreach (RuleModel model in (RuleModel[])[wiped.IPv4, wiped.IPv6])
        {
            foreach ((string table, string chain) in model.Chains().ToList())
            {
                if (chain.StartsWith("DOCKER", StringComparison.Ordinal))
                {
                    model.RemoveChain(table, chain);
                }
                else
                {
                    model.Rules(table, chain).Clear();
                }
            }
        }

        return wiped;
    }

    private static RepairHost Repair(RepairHost host) => host.After(DockerChainRepair.PlanEngine(host.Engine, host.Snapshot()));

    private static void AssertNothingToDo(RepairHost host) => Assert.Empty(DockerChainRepair.PlanEngine(host.Engine, host.Snapshot()).Steps);

    private static IEnumerable<string> Sorted(RuleModel model) => model.Text().Split('\n').Order(StringComparer.Ordinal);

    private static string[] Bridges(RepairHost host) => [.. host.Facts.Networks.OrderBy(n => n.Name, StringComparer.Ordinal).Select(n => n.Bridge!)];
}
