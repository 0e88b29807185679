using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Writes resources of manifests as JSON for an API server, without what only the server may say of them.</summary>
internal static class ResourceJson
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly string[] s_servers = ["managedFields", "resourceVersion", "uid", "creationTimestamp", "generation", "selfLink"];

    /// <summary>A document for each: of a List, kubectl would ask the server for a schema that it has not.</summary>
    /// <param name="resources">The resources.</param>
    /// <param name="space">The namespace of those that name none; null to leave that to kubectl.</param>
    public static string Documents(IEnumerable<YamlMapping> resources, string? space) => string.Concat(resources.Select(r => $"---\n{Document(r, space)}\n"));

    private static string Document(YamlMapping resource, string? space)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Resource(writer, resource, space);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Resource(Utf8JsonWriter writer, YamlMapping resource, string? space)
    {
        writer.WriteStartObject();
        foreach (YamlEntry entry in resource.Entries.Where(e => e.Name != "status"))
        {
            writer.WritePropertyName(entry.Name);
            if (entry is { Name: "metadata", Value: YamlMapping metadata })
            {
                writer.WriteStartObject();
                foreach (YamlEntry inner in metadata.Entries.Where(e => !s_servers.Contains(e.Name)))
                {
                    writer.WritePropertyName(inner.Name);
                    Write(writer, inner.Value);
                }

                if (space is not null && metadata["namespace"] is null)
                {
                    writer.WriteString("namespace", space);
                }

                writer.WriteEndObject();
            }
            else
            {
                Write(writer, entry.Value);
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                writer.WriteStartObject();
                foreach (YamlEntry entry in mapping.Entries.Where(e => e.Name != LastApplied))
                {
                    writer.WritePropertyName(entry.Name);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case YamlSequence list:
                writer.WriteStartArray();
                foreach (YamlNode item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case YamlScalar { IsNull: true }:
                writer.WriteNullValue();
                break;
            case YamlScalar { IsBoolean: true } truth:
                writer.WriteBooleanValue(truth.Value[0] is 't' or 'T');
                break;
            case YamlScalar { Integer: { } number }:
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(((YamlScalar)node).Value);
                break;
        }
    }
}
