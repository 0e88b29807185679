using ContainerNet.Checks.Ingresses;
using ContainerNet.Model.Visits;
using ContainerNet.Paths.Visits;
using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Checks.Visits;

/// <summary>Visits of tests.</summary>
internal static class VisitRun
{
    public static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Through the ingress that manifests would give, with the application behind.</summary>
    public static async Task<Visit> PredictAsync(Func<AppRequest, AppReply> answer, string[] manifests, string page = "http://shop.test/app/", params string[] sockets)
    {
        IngressFacts facts = new(Manifests.Read(manifests));
        return await RunAsync(new PredictedVisitor(facts.Resolver, new MemoryApplication(answer), new Uri(page)), page, facts, sockets);
    }

    public static Task<Visit> RunAsync(IVisitor visitor, string page, IngressFacts? facts = null, params string[] sockets) =>
        SiteVisit.RunAsync(visitor, new Uri(page), new VisitOptions { Now = Now, Resolver = facts?.Resolver, WebSockets = sockets }, CancellationToken.None, CancellationToken.None);

    /// <summary>The codes of the faults, in the order in which a browser meets them.</summary>
    public static string Codes(Visit visit) => string.Join(' ', VisitCheckCatalog.Run(visit).Select(f => f.Code));

    /// <summary>All steps, for people.</summary>
    public static string Text(Visit visit) => string.Join('\n', visit.Steps.Select(Text));

    /// <summary>One step: what was asked for and how, and what came.</summary>
    public static string Text(VisitStep step) => $"{step.Number} {step.Kind} {step.Url.AbsolutePath} {step.Turn} {step.InPlaceOf} -> {step.Seen}";
}
