using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContainerNet.Hosting;

/// <summary>Takes out of an engine's reply what may hold passwords and never matters for the network.</summary>
internal static class EngineSecrets
{
    private static readonly HashSet<string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Env", "Args", "Cmd", "Command", "Entrypoint", "Labels", "HttpProxy", "HttpsProxy",
    };

    internal static byte[] Remove(byte[] body)
    {
        if (body.Length == 0 || body[0] is not ((byte)'{' or (byte)'['))
        {
            return body;
        }

        try
        {
            JsonNode? root = JsonNode.Parse(body);
            Strip(root);
            return root is null ? body : System.Text.Encoding.UTF8.GetBytes(root.ToJsonString());
        }
        catch (JsonException)
        {
            // Not JSON after all: there are no environments in it that could be told apart.
            return body;
        }
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (JsonNode? item in array)
            {
                Strip(item);
            }
        }
        else if (node is JsonObject properties)
        {
            foreach (string name in properties.Select(p => p.Key).Where(s_names.Contains).ToList())
            {
                properties.Remove(name);
            }

            foreach (KeyValuePair<string, JsonNode?> property in properties)
            {
                Strip(property.Value);
            }
        }
    }
}
