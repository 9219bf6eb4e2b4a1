namespace Portal.Core.Jobs;

/// <summary>Something wrong with a <see cref="SparkJob"/>, to be shown next to its field.</summary>
/// <param name="Field">Name of the property, for example <c>Driver.Memory</c> or <c>SparkConf[spark.master]</c>.</param>
/// <param name="Code">Key of the text in the resources, for example <c>NameInvalid</c>.</param>
/// <param name="Message">What is wrong and what would be right, in English.</param>
public sealed record JobProblem(string Field, string Code, string Message);
