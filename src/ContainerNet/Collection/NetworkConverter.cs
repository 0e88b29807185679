using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerNet.Collection;

/// <summary>An address range as its text, 192.0.2.0/24.</summary>
internal sealed class NetworkConverter : JsonConverter<IPNetwork>
{
    public override IPNetwork Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && IPNetwork.TryParse(reader.GetString(), out IPNetwork network)
            ? network
            : throw new JsonException("An address range was expected.");

    public override void Write(Utf8JsonWriter writer, IPNetwork value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
