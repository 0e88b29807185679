using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerNet.Repairs.Running;

/// <summary>Reads and writes journal records without reflection.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, NewLine = "\n", // null is written: "there was no file before" is a fact of its own
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(JournalRecord))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>The text of a record.</summary>
    public static string Write(JournalRecord record) => JsonSerializer.Serialize(record, Default.JournalRecord) + "\n";

    /// <summary>The record of a text; null when it is none.</summary>
    public static JournalRecord? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Default.JournalRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
