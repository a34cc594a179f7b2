namespace NVirt.Fleet.Answers;

/// <summary>A cell of a <see cref="HeatMap"/>.</summary>
/// <param name="Kind">The name of its colour: that of the verdict.</param>
/// <param name="Mark">A letter, for those who do not see the colour.</param>
/// <param name="Title">What it says.</param>
/// <param name="Guests">The name of the class of guests.</param>
/// <param name="Hosts">The name of the class of hosts.</param>
public readonly record struct HeatCell(string Kind, string Mark, string Title, string Guests, string Hosts);
