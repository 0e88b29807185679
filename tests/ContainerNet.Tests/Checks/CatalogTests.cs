using System.Reflection;
using System.Text.RegularExpressions;
using ContainerNet.Checks.Ingresses;
using ContainerNet.Checks.Visits;
using ContainerNet.Comparing;
using ContainerNet.Findings;

namespace ContainerNet.Checks;

/// <summary>What every code owes its readers.</summary>
public sealed partial class CatalogTests
{
    private static readonly string[] s_sections =
        ["## What it means", "## How it was seen", "## Mend it by hand", "## What Repair does", "## What it is not"];

    public static TheoryData<string> Codes() => [.. Descriptors().Select(d => d.Code)];

    [Fact]
    public void Codes_AreWellFormedUniqueAndSorted()
    {
        List<string> codes = [.. Descriptors().Select(d => d.Code)];

        Assert.All(codes, c => Assert.Matches(CodeShape(), c));
        Assert.Equal(codes.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal), codes);
    }

    [Fact]
    public void Causes_AreCodesOfTheCatalogue()
    {
        List<string> codes = [.. Descriptors().Select(d => d.Code)];

        Assert.All(Descriptors().SelectMany(d => d.ExplainedBy), c => Assert.Contains(c, codes));
        Assert.All(Descriptors(), d => Assert.DoesNotContain(d.Code, d.ExplainedBy));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Code_HasAPageWithEverySection(string code)
    {
        string path = Repository.Path("docs", "findings", $"{code}.md");
        Assert.True(File.Exists(path), $"docs/findings/{code}.md is missing");
        string text = File.ReadAllText(path);

        Assert.StartsWith($"# {code}: {Descriptors().First(d => d.Code == code).Title}\n", text, StringComparison.Ordinal);
        Assert.All(s_sections, s => Assert.Contains($"\n{s}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Pages_BelongToCodes() => Assert.All(
        Directory.EnumerateFiles(Repository.Path("docs", "findings"), "CN*.md"),
        f => Assert.Contains(Descriptors(), d => d.Code == Path.GetFileNameWithoutExtension(f)));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Code_IsTestedWithTheFaultAndANearMiss(string code)
    {
        List<MethodInfo> tests = [.. typeof(CatalogTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())];

        Assert.True(
            tests.Exists(t => t.GetCustomAttributes<FaultAttribute>().Any(a => a.Code == code)), $"no test shows {code}");
        Assert.True(
            tests.Exists(t => t.GetCustomAttributes<NearMissAttribute>().Any(a => a.Code == code)), $"no near miss of {code}");
    }

    [Fact]
    public void Checks_SayWhatTheyNeed() =>
        Assert.All(CheckCatalog.All, c => Assert.NotEqual(Model.FactKinds.None, c.Needs));

    [Fact]
    public void EveryList_IsSortedByCode()
    {
        Assert.Equal(Sorted(CheckCatalog.All.SelectMany(c => c.Reports)), CheckCatalog.All.SelectMany(c => c.Reports));
        Assert.Equal(Sorted(CheckCatalog.OnPaths.SelectMany(c => c.Reports)), CheckCatalog.OnPaths.SelectMany(c => c.Reports));
    }

    [Fact]
    public void CodeInBothLists_IsTheSameFinding() => Assert.All(
        CheckCatalog.OnPaths.SelectMany(c => c.Reports),
        d => Assert.All(CheckCatalog.All.SelectMany(c => c.Reports).Where(o => o.Code == d.Code), o => Assert.Same(d, o)));

    [Fact]
    public void ChangelogAndCatalogue_NameTheSameCodes()
    {
        string text = File.ReadAllText(Repository.Path("CHANGELOG.md"));

        Assert.All(Descriptors(), d => Assert.Contains(
            $"| [{d.Code}](docs/findings/{d.Code}.md) | {d.Title} | {d.Severity} |", text, StringComparison.Ordinal));
    }

    private static IEnumerable<FindingDescriptor> Sorted(IEnumerable<FindingDescriptor> descriptors) =>
        descriptors.DistinctBy(d => d.Code).OrderBy(d => d.Code, StringComparer.Ordinal);

    /// <summary>What checks find in facts and on paths, on visits, in ingresses, and what differs between hosts.</summary>
    private static IReadOnlyList<FindingDescriptor> Descriptors() => [.. CheckCatalog.Descriptors, .. VisitCheckCatalog.Descriptors, .. IngressCheckCatalog.Descriptors, .. DifferenceCatalog.All];

    [GeneratedRegex("^CN[1-8][0-9]{3}$")]
    private static partial Regex CodeShape();
}
