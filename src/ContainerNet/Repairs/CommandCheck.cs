using ContainerNet.Hosting;

namespace ContainerNet.Repairs;

/// <summary>What a command must print for a step to be applied: the state that the plan was made on.</summary>
/// <param name="Command">A command that only reads.</param>
/// <param name="Output">What it printed then, without the white space at the end.</param>
public sealed record CommandCheck(CommandLine Command, string Output);
