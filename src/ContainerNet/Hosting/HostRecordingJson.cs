using System.Text.Json.Serialization;

namespace ContainerNet.Hosting;

[JsonSourceGenerationOptions(
    WriteIndented = true,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HostRecording))]
internal sealed partial class HostRecordingJson : JsonSerializerContext;
