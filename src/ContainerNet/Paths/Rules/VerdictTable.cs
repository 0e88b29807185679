using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>A verdict map: keys, and what becomes of a packet that has one.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Verdicts">For each element of the keys, what to do and the chain that it leads to.</param>
/// <param name="Modulus">For a number that the kernel draws, how many there are; 0 otherwise.</param>
internal sealed record VerdictTable(KeyTable Keys, (RuleAction Action, int Target)[] Verdicts, int Modulus);
