using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>A place where a packet's way forks, and the choice that was taken.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Choices">How many choices there are.</param>
/// <param name="Choice">The one that was taken, from 0.</param>
/// <param name="Chain">The chain of the rule; null where routing forks.</param>
/// <param name="Rule">The rule; null for a chain that was not read.</param>
/// <param name="Text">What was not understood, or is left to chance.</param>
public sealed record Fork(ForkKind Kind, int Choices, int Choice, FirewallChain? Chain, FirewallRule? Rule, string Text);
