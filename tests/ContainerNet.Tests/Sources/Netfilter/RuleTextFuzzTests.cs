using System.Diagnostics;
using System.Globalization;
using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>
/// Real texts of the tools, damaged at random: whatever comes, the parsers end in time, throw nothing, and say the same of a text in
/// one piece and in many. CONTAINERNET_FUZZ_SECONDS makes it longer than the second that each takes here, and
/// CONTAINERNET_FUZZ_SEED another search.
/// </summary>
public sealed class RuleTextFuzzTests
{
    private static readonly string[] s_saves =
    [
        "bookworm/iptables-save.txt", "forky/iptables-save.txt", "trixie/ip6tables-save.txt", "bookworm/odd-iptables-save.txt",
        "forky/hidden-iptables-save.txt", "bookworm/iptables-legacy-save.txt", "bookworm/forms-iptables-save.txt",
    ];

    private static readonly string[] s_listings =
    [
        "bookworm/nft.json", "forky/nft.json", "trixie/expressions.json", "bookworm/forms-nft.json", "forky/forms-nft.json",
        "bookworm/odd-nft.json", "forky/incompatible-nft.json",
    ];

    private static readonly string[] s_words =
    [
        "\"", "\\", "\n", "\n\n", "COMMIT\n", "*nat\n", ":X - [0:0]\n", "-A X ", "[1:2] ", "[9999999999999999999999:1]", "! ", "-m ", "-j ", "-g ",
        "--comment ", "# Table `x' is incompatible\n", "{", "}", "[", "]", "null", "\"set\":", "\"@x\"", "{\"elem\":", "{\"map\":", "\"*\"", "1e999", "-1",
        "\\ud800", "\u2028", "\uFFFD", "\u0000", "{\"rule\":{}}", "{\"&\":[", "{\"|\":[1,2]}", "--set-xmark 0x/", "--icmp-type ", "0x", "/", "-",
    ];

    private static TimeSpan Budget => TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("CONTAINERNET_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out double seconds) ? seconds : 1);

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("CONTAINERNET_FUZZ_SEED"), CultureInfo.InvariantCulture, out int seed) ? seed : 20261128;

    [Fact]
    public void DamagedTextOfIptablesSave_IsReadAlikeInOnePieceAndInMany() => Run(s_saves, Seed, (text, random) =>
    {
        IptablesSaveParser whole = new(FirewallBackend.IptablesNft, "ip");
        whole.Read(text);
        IptablesSaveParser parts = new(FirewallBackend.IptablesNft, "ip");
        InPieces(text, random, parts.Read);
        IptablesSave one = whole.Finish(), many = parts.Finish();
        return (one.Damage, one.Chains, many.Damage, many.Chains);
    });

    [Fact]
    public void DamagedListingOfNft_IsReadAlikeInOnePieceAndInMany() => Run(s_listings, Seed + 1, (text, random) =>
    {
        NftJsonParser whole = new();
        whole.Read(text);
        NftJsonParser parts = new();
        InPieces(text, random, parts.Read);
        NftRuleset one = whole.Finish(), many = parts.Finish();
        return (one.Damage is null ? null : "", one.Chains, many.Damage is null ? null : "", many.Chains);
    });

    [Fact]
    public void DamagedTextOfIpset_IsReadAlikeInOnePieceAndInMany() => Run(["bookworm/ipset-save.txt"], Seed + 2, (text, random) =>
    {
        HashSet<string> named = ["blk", "blknp", "list"];
        IpsetSaveParser whole = new(named, []);
        whole.Read(text);
        IpsetSaveParser parts = new(named, []);
        InPieces(text, random, parts.Read);
        Assert.Equal(
            whole.Finish().Select(set => $"{set.Name} {set.Type} {set.Changes} {string.Join(' ', set.Elements ?? [])}"),
            parts.Finish().Select(set => $"{set.Name} {set.Type} {set.Changes} {string.Join(' ', set.Elements ?? [])}"));
        return (null, [], null, []);
    });

    private static void Run(
        string[] fixtures, int seed,
        Func<byte[], Random, (string? Damage, IReadOnlyList<FirewallChain> Chains, string? OtherDamage, IReadOnlyList<FirewallChain> Others)> read)
    {
        byte[][] texts = [.. fixtures.Select(file => Encoding.UTF8.GetBytes(ScriptedHost.Fixture("netfilter/" + file)))];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < 20 || Stopwatch.GetElapsedTime(start) < Budget; round++)
        {
            Random random = new(seed + (round * 7919));
            byte[] text = Damage(texts[random.Next(texts.Length)], random);
            long began = Stopwatch.GetTimestamp();
            try
            {
                (string? damage, IReadOnlyList<FirewallChain> chains, string? otherDamage, IReadOnlyList<FirewallChain> others) = read(text, random);
                Assert.Equal(damage, otherDamage);
                Assert.Equal(Sketch(chains), Sketch(others));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {Convert.ToBase64String(text)}", error);
            }

            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), $"seed {seed}, round {round} took too long");
        }
    }

    private static IEnumerable<string> Sketch(IReadOnlyList<FirewallChain> chains) => chains.SelectMany(chain =>
        chain.Rules.Select(rule => $"{rule.Number} {rule.Understood} {rule.Text} => {RuleSketch.Of(rule)}").Prepend($"{chain.Table} {chain.Name} {chain.Hook} {chain.Policy}"));

    private static void InPieces(byte[] text, Random random, Action<ReadOnlySpan<byte>> read)
    {
        int most = 1 + random.Next(random.Next(3) == 0 ? 7 : 5000);
        for (int at = 0; at < text.Length;)
        {
            int length = Math.Min(1 + random.Next(most), text.Length - at);
            read(text.AsSpan(at, length));
            at += length;
        }
    }

    private static byte[] Damage(byte[] text, Random random)
    {
        List<byte> damaged = [.. text];
        for (int change = random.Next(8); change >= 0 && damaged.Count > 0; change--)
        {
            int at = random.Next(damaged.Count);
            switch (random.Next(8))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.RemoveRange(at, Math.Min(random.Next(200), damaged.Count - at));
                    break;
                case 2:
                    damaged.RemoveRange(at, damaged.Count - at);
                    break;
                case 3:
                    damaged.InsertRange(at, damaged.GetRange(random.Next(at + 1), Math.Min(random.Next(300), damaged.Count - at)));
                    break;
                case 4:
                    damaged.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(3) == 0 ? 100_000 : random.Next(300)));
                    break;
                case 5:
                    string two = s_words[random.Next(s_words.Length)] + s_words[random.Next(s_words.Length)];
                    damaged.InsertRange(at, Encoding.UTF8.GetBytes(two));
                    break;
                default:
                    damaged.InsertRange(at, Encoding.UTF8.GetBytes(s_words[random.Next(s_words.Length)]));
                    break;
            }
        }

        return [.. damaged];
    }
}
