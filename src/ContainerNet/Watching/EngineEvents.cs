using System.Text.Json;
using ContainerNet.Sources;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Watching;

/// <summary>What a line of an engine's event stream means for the network (GET /events of the Docker API).</summary>
internal static class EngineEvents
{
    /// <summary>The stream, narrowed to what can matter: each health check of each container would else be three events.</summary>
    public const string Request = "/events?filters=%7B%22type%22%3A%5B%22container%22%2C%22network%22%2C%22daemon%22%5D%7D";

    /// <summary>Reads a line; null for what does not concern the network, and for what is no event.</summary>
    /// <param name="line">One JSON object.</param>
    /// <param name="engine">The engine's name.</param>
    /// <param name="now">When it came, for engines that do not tell a time.</param>
    public static Sighting? Parse(ReadOnlyMemory<byte> line, string engine, DateTimeOffset now)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            string type = Json.Text(root, "Type") ?? "";
            string action = Json.Text(root, "Action") ?? Json.Text(root, "status") ?? "";
            JsonElement actor = Json.Member(root, "Actor") ?? default;
            JsonElement attributes = Json.Member(actor, "Attributes") ?? default;
            DateTimeOffset at = Json.Number(root, "timeNano") is long nano and > 0
                ? DateTimeOffset.UnixEpoch.AddTicks(nano / 100)
                : now;
            string name = EngineText.Clean(Json.Text(attributes, "name"));
            return type switch
            {
                "container" => Container(action, name, attributes, engine, at),
                "network" => Network(action, name, attributes, engine, at),
                "daemon" when action == "reload" => Of(engine, "daemon", null, "reloaded", $"{engine} has read its configuration again.", at),
                _ => null,
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Sighting? Container(string action, string name, JsonElement attributes, string engine, DateTimeOffset at)
    {
        // Podman says died and remove where Docker says die and destroy.
        (string? state, string words) = action switch
        {
            "start" => ("running", "was started"),
            "die" or "died" => ("exited", Exit(attributes)),
            "destroy" or "remove" => (null, "was removed"),
            "create" => ("created", "was made"),
            "pause" => ("paused", "was paused"),
            "unpause" => ("running", "goes on"),
            "rename" => ("renamed", "has this name now"),
            "update" => ("updated", "was given other limits"),
            _ => ("", ""),
        };
        return words.Length == 0 ? null : Of(engine, $"container {name}", null, state, $"{engine}: container {name} {words}.", at);
    }

    private static string Exit(JsonElement attributes) =>
        (Json.Text(attributes, "exitCode") ?? Json.Text(attributes, "containerExitCode")) is { Length: > 0 and < 8 } code
            ? $"ended with status {EngineText.Clean(code)}"
            : "ended";

    private static Sighting? Network(string action, string name, JsonElement attributes, string engine, DateTimeOffset at)
    {
        string member = EngineText.Clean(Json.Text(attributes, "container"));
        string who = member.Length > 12 ? $"container {member[..12]}" : member.Length > 0 ? $"container {member}" : "a container";
        (string? state, string words) = action switch
        {
            "create" => ("there", "was made"),
            "destroy" or "remove" => (null, "was removed"),
            "connect" => ("joined", $"was joined by {who}"),
            "disconnect" => ("left", $"was left by {who}"),
            _ => ("", ""),
        };
        return words.Length == 0 ? null : Of(engine, $"network {name}", null, state, $"{engine}: network {name} {words}.", at);
    }

    private static Sighting Of(string engine, string subject, string? before, string? after, string words, DateTimeOffset at) => new()
    {
        At = at,
        Kind = ChangeKind.Engine,
        Subject = subject,
        Group = engine,
        Before = before,
        After = after,
        Words = words,
    };
}
