using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerNet.Paths;

namespace ContainerNet.Lab.Tracer;

/// <summary>Whether a predicted and an observed path are the same, as one line of JSON.</summary>
internal static class Agreement
{
    /// <summary>The line.</summary>
    public static string Of(PathComparison comparison) => new JsonObject
    {
        ["From"] = comparison.From,
        ["To"] = comparison.To,
        ["Protocol"] = comparison.Protocol.ToString(),
        ["Agreement"] = comparison.Agreement.ToString(),
        ["Predicted"] = comparison.Expected.ToString(),
        ["Observed"] = comparison.Actual.ToString(),
        ["Differences"] = new JsonArray([.. comparison.Differences.Select(d => JsonValue.Create(d.ToString()))]),
        ["Notes"] = new JsonArray([.. comparison.Notes.Concat(comparison.ActualPath.Notes).Select(n => JsonValue.Create(n))]),
        ["PredictedPath"] = JsonNode.Parse(PathLine.Of(comparison.ExpectedPath)),
        ["ObservedPath"] = JsonNode.Parse(PathLine.Of(comparison.ActualPath)),
    }.ToJsonString(new JsonSerializerOptions());
}
