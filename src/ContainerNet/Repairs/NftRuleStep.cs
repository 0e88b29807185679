using System.Globalization;
using System.Text.Json.Serialization;
using ContainerNet.Hosting;

namespace ContainerNet.Repairs;

/// <summary>
/// Adds one rule to a chain of nftables. What takes it away again is its handle, which nobody knows beforehand: the rule is found by its
/// comment, whatever else came into the chain since.
/// </summary>
public sealed record NftRuleStep : RepairStep
{
    /// <summary>The family of the table: ip, ip6, inet ...</summary>
    public required string Family { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The chain.</summary>
    public required string Chain { get; init; }

    /// <summary>The words of the rule, without its comment.</summary>
    public required IReadOnlyList<string> Rule { get; init; }

    /// <summary>The comment that it is known by.</summary>
    public required string Comment { get; init; }

    /// <summary>The handle of the rule that it comes before; null for the end of the chain.</summary>
    public long? Before { get; init; }

    /// <summary>Adds it.</summary>
    [JsonIgnore]
    public CommandLine Add => CommandLine.Of(
    [
        "nft", Before is null ? "add" : "insert", "rule", Family, Table, Chain,
        .. Before is { } handle ? new[] { "position", handle.ToString(CultureInfo.InvariantCulture) } : [],
        .. Rule, "comment", $"\"{Comment}\"",
    ]);

    /// <summary>Prints the chain with its handles.</summary>
    [JsonIgnore]
    public CommandLine List => CommandLine.Of("nft", "--handle", "--stateless", "list", "chain", Family, Table, Chain);

    /// <summary>Takes it away, where it is in what <see cref="List"/> printed; else null.</summary>
    public CommandLine? RemoveFrom(string listing)
    {
        ArgumentNullException.ThrowIfNull(listing);
        const string Mark = " # handle ";
        string? line = listing.Split('\n').FirstOrDefault(l => l.Contains($" comment \"{Comment}\"{Mark}", StringComparison.Ordinal));
        return line is null ? null : CommandLine.Of(
            "nft", "delete", "rule", Family, Table, Chain, "handle", line[(line.LastIndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..].Trim());
    }
}
