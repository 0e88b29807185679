using System.Text.Json.Serialization;
using ContainerNet.Model;

namespace ContainerNet.Collection;

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AddressConverter), typeof(NetworkConverter)])]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(AddressFamily), TypeInfoPropertyName = "FactAddressFamily")]
internal sealed partial class SnapshotJsonContext : JsonSerializerContext;
