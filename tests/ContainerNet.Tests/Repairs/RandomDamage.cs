namespace ContainerNet.Repairs;

/// <summary>Takes rules and chains of Docker's away at random, as no tool would and any mishap could.</summary>
internal static class RandomDamage
{
    public static RepairHost Of(RepairHost host, Random random)
    {
        RepairHost damaged = host with { IPv4 = host.IPv4.Copy(), IPv6 = host.IPv6.Copy() };
        double share = random.NextDouble();
        foreach (RuleModel model in (RuleModel[])[damaged.IPv4, damaged.IPv6])
        {
            foreach ((string table, string chain) in model.Chains().ToList())
            {
                model.Rules(table, chain).RemoveAll(_ => random.NextDouble() < share);
            }

            foreach ((string table, string chain) in model.Chains().ToList())
            {
                if (chain.StartsWith("DOCKER", StringComparison.Ordinal) && random.NextDouble() < 0.3)
                {
                    RemoveWithJumps(model, table, chain);
                }
            }
        }

        return damaged;
    }

    /// <summary>The kernel does not let a chain go that something jumps to.</summary>
    private static void RemoveWithJumps(RuleModel model, string table, string chain)
    {
        model.RemoveChain(table, chain);
        foreach ((string other, string name) in model.Chains().Where(c => c.Table == table).ToList())
        {
            model.Rules(other, name).RemoveAll(r => r.EndsWith($"-j {chain}", StringComparison.Ordinal));
        }
    }
}
