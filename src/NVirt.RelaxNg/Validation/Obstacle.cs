using NVirt.RelaxNg.Matching;

namespace NVirt.RelaxNg.Validation;

/// <summary>An attribute that keeps another one out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Others">The values that it may have beside the other one.</param>
internal sealed record Obstacle(string Name, string Value, AttributeStep Others);
