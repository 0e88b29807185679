using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Visits;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Paths.Requests;
using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Whatever ingresses share a host: a plan that is shown works, and nobody else notices. Held here against the resolver anew, with
/// requests that the planner did not choose.</summary>
public sealed class RandomRepairTests
{
    private static readonly string[] s_paths = ["/", "/foo", "/foo/bar", "/static", "/ws", "/login", "/api(/|$)(.*)", "/img/(.*)", "/application", "/app/admin", "/favicon.ico"];
    private static readonly string[] s_rests = ["", "/", "/x", "/x/y.z"];

    [Fact]
    public void ShownPlans_Work_AndTakeNothingFromOthers()
    {
        int shown = 0, refused = 0;
        for (int seed = 0; seed < 250; seed++)
        {
            Random random = new(seed);
            string own = Manifests.Ingress("web", Pick(random, "/app", "/app", "/app/", "/app(/|$)(.*)", "/app/(.*)"), Pick(random, "Prefix", "ImplementationSpecific", "ImplementationSpecific"),
                annotations: Pick(random, "", "", "rewrite-target: /", "rewrite-target: /$2", "use-regex: \"true\"", "proxy-cookie-path: / /x"));
            string[] others = [.. Enumerable.Range(0, random.Next(4)).Select(i => Other(random, i))];
            VisitNeeds needs = Repairs.Needs() with
            {
                KnowsPrefix = random.Next(4) == 0,
                Redirects = random.Next(2) == 0 ? [] : ["/login"],
                Assets = random.Next(2) == 0 ? [] : ["/static/1.2/a.js", "/favicon.ico"],
                CookiePaths = random.Next(2) == 0 ? [] : ["/internal"],
                WebSockets = random.Next(2) == 0 ? [] : ["/ws"],
            };
            IngressRepairPlan plan = Repairs.Plan(needs, [own, .. others]);
            if (plan.Files.Count == 0)
            {
                Assert.True(plan.Faults.Count == 0 || plan.Obstacles.Count > 0, $"seed {seed}: faults and no word about them");
                refused++;
                continue;
            }

            shown++;
            IngressSet before = Manifests.Read([own, .. others]), after = Manifests.Read([plan.Files[0].After, .. others]);
            Hold(seed, needs, before, after);
            IReadOnlyList<string> left = needs.KnowsPrefix && At(needs, plan) != needs ? [] : Repairs.Plan(At(needs, plan), [plan.Files[0].After, .. others]).Faults;
            Assert.True(left.Count == 0, $"seed {seed}: a second repair would find more: {string.Join("; ", left)}\n{plan.Files[0].Diff}\n{string.Join("", others)}");
        }

        Assert.True(shown > 100 && refused > 0, $"{shown} shown, {refused} refused");
    }

    private static VisitNeeds At(VisitNeeds needs, IngressRepairPlan plan) =>
        plan.Notes.Any(n => n.Text.StartsWith("So the application moves", StringComparison.Ordinal)) ? needs with
        {
            Page = new Uri("http://app.shop.test/"), Prefix = "/",
        } : needs;

    private static void Hold(int seed, VisitNeeds needs, IngressSet before, IngressSet after)
    {
        IngressResolver old = new(IngressConfiguration.Of(before)), now = new(IngressConfiguration.Of(after));
        string host = after.Ingresses.Any(i => i.Rules.Any(r => r.Host == "app.shop.test")) ? "app.shop.test" : "shop.test";
        foreach (string path in needs.Assets.Concat(needs.WebSockets).Append(host == "shop.test" ? "/app/deep/er" : "/deep/er"))
        {
            IngressAnswer answer = Ask(now, host, path);
            string wanted = path.StartsWith("/app/", StringComparison.Ordinal) && !needs.KnowsPrefix ? path[4..] : path;
            Assert.True(answer.Upstream?.Service == "web" && answer.Target == wanted, $"seed {seed}: {path} reaches {answer.Upstream} {answer.Target}");
        }

        foreach (IngressPath path in before.Ingresses.Where(i => i.Name != "web").SelectMany(i => i.Rules).SelectMany(r => r.Paths!))
        {
            foreach (string rest in s_rests)
            {
                string target = IngressTarget.Literal(path.Path) + rest;
                IngressAnswer was = Ask(old, "shop.test", target.Length > 0 ? target : "/"), then = Ask(now, "shop.test", target.Length > 0 ? target : "/");
                if (ReferenceEquals(was.Location?.Written, path))
                {
                    Assert.True(was.Upstream?.Name == then.Upstream?.Name && was.Target == then.Target, $"seed {seed}: {target} reached {was.Upstream} {was.Target}, and now {then.Upstream} {then.Target}");
                }
            }
        }
    }

    private static IngressAnswer Ask(IngressResolver resolver, string host, string target) => resolver.Resolve(new ClientRequest { Host = host, Target = target });

    private static string Other(Random random, int number)
    {
        string path = Pick(random, s_paths);
        bool isPattern = path.Contains('(', StringComparison.Ordinal);
        return Manifests.Ingress($"other{number}", path, isPattern ? "ImplementationSpecific" : Pick(random, "Prefix", "Prefix", "Exact"), space: $"team{number}", service: "home",
            annotations: isPattern ? path.Contains('|', StringComparison.Ordinal) ? "rewrite-target: /$2" : "use-regex: \"true\"" : "");
    }

    private static string Pick(Random random, params string[] values) => values[random.Next(values.Length)];
}
