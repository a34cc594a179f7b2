using NVirt.RelaxNg.Matching;
using NVirt.RelaxNg.Patterns;

namespace NVirt.RelaxNg.Validation;

/// <summary>An attribute that excludes another one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Others">The values that would not exclude the other one.</param>
internal sealed record Obstacle(string Name, string Value, AttributeStep Others);
