using System.Text.Json.Serialization;

namespace ContainerNet.Sources.Engines.Api;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(List<ContainerItem?>))]
[JsonSerializable(typeof(ContainerDetail))]
[JsonSerializable(typeof(List<NetworkDetail?>))]
[JsonSerializable(typeof(List<PodmanNetwork?>))]
[JsonSerializable(typeof(InfoReply))]
internal sealed partial class EngineJson : JsonSerializerContext;
