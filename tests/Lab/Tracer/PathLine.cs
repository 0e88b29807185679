using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContainerNet.Paths;

namespace ContainerNet.Lab.Tracer;

/// <summary>A path as one line of JSON, its enums and addresses as text.</summary>
internal static class PathLine
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        Converters = { new JsonStringEnumConverter(), new AddressText() },
    };

    /// <summary>The line.</summary>
    public static string Of(PacketPath path) => JsonSerializer.Serialize(path, s_options);

    private sealed class AddressText : JsonConverter<IPAddress>
    {
        public override IPAddress? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            IPAddress.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
