using System.Text.Json.Serialization;

namespace ContainerNet.Repairs;

/// <summary>One change to the host and how to take it back. Data only: the runner carries it out.</summary>
[JsonDerivedType(typeof(SysctlStep), "sysctl")]
[JsonDerivedType(typeof(FileStep), "file")]
[JsonDerivedType(typeof(CommandStep), "command")]
[JsonDerivedType(typeof(NftRuleStep), "nft-rule")]
public abstract record RepairStep
{
    /// <summary>The exact change in one or more lines, as -WhatIf shows it.</summary>
    public required string Description { get; init; }

    /// <summary>What may go wrong or who may notice; empty when nobody.</summary>
    public string Risk { get; init; } = "";
}
